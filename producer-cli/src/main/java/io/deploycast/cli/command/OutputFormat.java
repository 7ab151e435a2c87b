package io.deploycast.cli.command;

/** What a command writes to standard output. */
enum OutputFormat {
  TEXT,
  JSON
}
