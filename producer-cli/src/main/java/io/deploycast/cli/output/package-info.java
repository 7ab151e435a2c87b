/**
 * Foreign text on its way to a terminal, a spreadsheet or a file: whatever an event says, it moves
 * no cursor, runs no formula and breaks no line. Knows no Kafka and no command. Start at {@code
 * SafeText}.
 */
@NullMarked
package io.deploycast.cli.output;

import org.jspecify.annotations.NullMarked;
