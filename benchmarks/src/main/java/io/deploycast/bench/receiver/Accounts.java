package io.deploycast.bench.receiver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An account for each path. Thread-safe. */
final class Accounts {
  private final Map<String, Account> byPath = new ConcurrentHashMap<>();

  Account of(String path) {
    return byPath.computeIfAbsent(path, Account::new);
  }
}
