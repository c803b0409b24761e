package io.zksolvency.prover.stop;

import java.util.ArrayList;
import java.util.List;

/**
 * The handle by which another thread stops a run: what works for the run names here how to stop it.
 * Thread-safe; once cancelled it stays cancelled.
 */
public final class Cancellation {
  private final List<Registration> registrations = new ArrayList<>();
  private boolean cancelled;

  /** Ends a hook's life when closed. */
  public final class Registration implements AutoCloseable {
    private final Runnable hook;

    private Registration(Runnable hook) {
      this.hook = hook;
    }

    @Override
    public void close() {
      synchronized (Cancellation.this) {
        registrations.remove(this);
      }
    }
  }

  /**
   * Tells everything under way to stop soon. Calling it again tells it again: work that began
   * between two steps of a hook is reached that way.
   */
  public synchronized void cancel() {
    cancelled = true;
    registrations.forEach(registration -> registration.hook.run());
  }

  /** Returns if the run was told to stop. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Names how to stop what is about to begin; called at once if the run is cancelled already. The
   * hook must return soon, throw nothing and not wait for the thread that registers it.
   */
  public synchronized Registration onCancel(Runnable hook) {
    Registration registration = new Registration(hook);
    registrations.add(registration);
    if (cancelled) {
      hook.run();
    }
    return registration;
  }

  /**
   * Returns if the run may go on.
   *
   * @throws RunCancelledException if it was told to stop
   */
  public void throwIfCancelled() {
    if (isCancelled()) {
      throw new RunCancelledException();
    }
  }
}
