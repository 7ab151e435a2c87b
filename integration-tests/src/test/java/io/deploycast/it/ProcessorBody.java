package io.deploycast.it;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What a processor of a test does. */
interface ProcessorBody {
  void process(ProcessorContext<byte[], byte[]> context, Record<byte[], byte[]> record);

  default void init(ProcessorContext<byte[], byte[]> context) {}
}
