package io.deploycast.bench;

import java.util.List;

/** {@code ./deploycast bench NAME}: runs one benchmark; ends with 1 when it misses its limit. */
public final class Bench {
  private static final int WRONG_USAGE = 2;

  private static final String USAGE =
      """
      Usage: ./deploycast bench NAME [ARGUMENTS]

        render [TYPE...]   what it costs to make an event's requests, by target type
      """;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    String name = args.length == 0 ? "" : args[0];
    List<String> arguments = List.of(args).subList(Math.min(1, args.length), args.length);
    System.exit(
        switch (name) {
          case "render" -> RenderReport.run(arguments, System.out);
          default -> usage();
        });
  }

  private static int usage() {
    System.err.print(USAGE);
    return WRONG_USAGE;
  }
}
