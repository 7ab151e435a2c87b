package io.deploycast.app.flow;

import io.deploycast.app.flow.finished.FinishedOffsets;

/** Says of a flow what the watermark consumer says of it after a commit. */
public final class Commits {
  private Commits() {}

  public static void ofEverything(PartitionFlow flow) {
    flow.committed(flow.window().watermark(), FinishedOffsets.NONE);
  }
}
