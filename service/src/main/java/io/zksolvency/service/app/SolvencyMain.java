package io.zksolvency.service.app;

import io.zksolvency.prover.app.Main;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The command {@code solvency} with every subcommand. */
public final class SolvencyMain {
  private static final String LOGBACK = "logback.configurationFile";

  /** Held, lest it be forgotten with its level. */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  private SolvencyMain() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0
        && arguments[0].equals("serve")
        && System.getProperty(LOGBACK) == null) {
      // Before the first logger: a server's log is for machines.
      System.setProperty(LOGBACK, "logback-serve.xml");
      // Whatever callers do wrong, they are told; the log is ours.
      GRPC_LOG.setLevel(Level.SEVERE);
      // What libraries tell java.util.logging stands in the one log too.
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    Main.main(arguments, List.of(new ServeCommand()));
  }
}
