package io.zksolvency.verifier;

import com.sun.jna.Native;
import io.zksolvency.nativelib.loader.NativeLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program over the mutated library in a process of its own: a native verifier that believes a
 * length prefix may take the whole process down.
 */
final class NativeMutantProcess {
  private NativeMutantProcess() {}

  /**
   * Runs the program and returns the exit code, 128 and more if the process died, and the output.
   */
  static String[] run(Path library, List<String> names, String[] arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(library.toString(), String.join("\n", names)));
    all.addAll(List.of(arguments));
    List<String> options =
        List.of(
            "-XX:-CreateCoredumpOnCrash",
            "-D" + NativeLoader.PATH_PROPERTY + "=" + library.getParent());
    JavaProcess.Ended ended = JavaProcess.run(NativeMutantProcess.class, options, all);
    return new String[] {String.valueOf(ended.exit()), ended.out()};
  }

  /**
   * @param args the library, what is taken away, and the program's own arguments
   */
  public static void main(String[] args) {
    byte[] names = CorpusWriter.utf8(args[1]);
    Native.load(args[0], RustMutants.Binding.class).mutation_activate(names, names.length);
    String[] arguments = Arrays.copyOfRange(args, 2, args.length);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(Main.run(Engine::load, Clock.systemUTC(), out, arguments));
  }
}
