package io.zksolvency.prover.app;

import io.zksolvency.prover.run.BulkInclusion;
import io.zksolvency.prover.run.RunProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows progress on standard error: a bar with an estimate on a terminal, a line now and then
 * elsewhere, nothing when quiet. Thread-safe.
 */
final class ConsoleProgress implements RunProgress, BulkInclusion.Progress, AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int BAR_WIDTH = 100;

  private final PrintStream err;
  private final boolean terminal;
  private final boolean quiet;

  private ProgressBar bar;
  private long rows;
  private long start;
  private long lastLine;
  private final Set<String> announced = new HashSet<>();

  ConsoleProgress(PrintStream err, boolean terminal, boolean quiet) {
    this.err = err;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public synchronized void phase(String words) {
    endBar();
    line(words + " …");
  }

  @Override
  public synchronized void proving(long rows, int batches, int done) {
    endBar();
    this.rows = rows;
    start = System.nanoTime();
    String already = done == 0 ? "" : ", %d of them proven before".formatted(done);
    line("proving %d batch%s%s …".formatted(batches, batches == 1 ? "" : "es", already));
    beginBar("proving", rows);
  }

  private void beginBar(String task, long most) {
    if (terminal && !quiet) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(most)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(500)
              .setMaxRenderedLength(BAR_WIDTH)
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(err, BAR_WIDTH))
              .build();
    }
  }

  @Override
  public synchronized void exported(long done, long before, long all) {
    if (done == before) {
      rows = all - before;
      start = System.nanoTime();
      String already = before == 0 ? "" : ", %,d of them made before".formatted(before);
      line("making %,d inclusion files%s …".formatted(all, already));
      beginBar("inclusion", all - before);
      return;
    }
    long now = System.nanoTime();
    if (bar != null) {
      bar.stepTo(done - before);
      bar.setExtraMessage(estimate(done - before));
    } else if (now - lastLine > LINE_EVERY_NANOS) {
      lastLine = now;
      line("  %,d made%s".formatted(done, estimate(done - before)));
    }
  }

  @Override
  public synchronized void ledger(String ledger, long before, double fraction, long ledgerRows) {
    long done = before + (long) (fraction * ledgerRows);
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(" " + ledger + estimate(done));
      return;
    }
    long now = System.nanoTime();
    if (announced.add(ledger) || now - lastLine > LINE_EVERY_NANOS) {
      lastLine = now;
      line(
          "  %s, %d%% done%s".formatted(ledger, rows == 0 ? 0 : 100 * done / rows, estimate(done)));
    }
  }

  private String estimate(long done) {
    if (done <= 0 || done >= rows) {
      return "";
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    return ", about " + duration(elapsed * (rows - done) / done) + " left";
  }

  /**
   * Returns a duration in words that people use: {@code 8 s}, {@code 3 min 5 s}, {@code 2 h 10
   * min}.
   */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole % 3600 / 60);
  }

  @Override
  public synchronized void note(String words) {
    endBar();
    err.println("note: " + words);
    err.flush();
  }

  private void line(String words) {
    if (!quiet) {
      err.println(words);
      err.flush();
    }
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public synchronized void close() {
    endBar();
  }
}
