/**
 * What {@code doctor} looks at, one class a kind of question. Depends on {@code .kafka}. Start at
 * {@code ClusterDiagnosis}.
 */
@NullMarked
package io.deploycast.cli.doctor;

import org.jspecify.annotations.NullMarked;
