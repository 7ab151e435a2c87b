/**
 * The contract between the CLI and the delivery service: the deployment event, its JSON Schemas,
 * and the names of topics, groups and headers. Depends on nothing of ours. Start at {@code
 * io.deploycast.schema.DeploymentEvent}.
 */
@NullMarked
package io.deploycast.schema;

import org.jspecify.annotations.NullMarked;
