package io.deploycast.app.admin.guard;

/** What somebody may do, each more than the one before. */
public enum Role {
  /** Fetch what holds no data: the dashboard's own files. */
  NOBODY,
  /** See everything. */
  READ,
  /** Act, too. */
  WRITE
}
