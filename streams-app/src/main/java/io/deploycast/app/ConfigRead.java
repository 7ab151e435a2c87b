package io.deploycast.app;

import io.deploycast.app.config.LoadResult;
import io.deploycast.app.target.TargetTypes;

/** What a configuration file held at one moment, and the target types there were. */
record ConfigRead(LoadResult result, TargetTypes types) {}
