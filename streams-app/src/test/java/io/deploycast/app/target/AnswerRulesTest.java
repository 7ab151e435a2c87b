package io.deploycast.app.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploycast.app.delivery.Outcome;
import io.deploycast.app.http.Answer;
import io.deploycast.schema.jq.TemplateException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerRulesTest {
  private static final TargetTypes TYPES = TargetTypes.shipped();

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          newrelic  | 200 | {"data":{"changeTrackingCreateEvent":{}}}                        | Delivered
          newrelic  | 200 | {"errors":[{"extensions":{"errorClass":"INVALID_INPUT"}}]}       | Permanent
          newrelic  | 200 | {"data":null,"errors":[{"message":"no such entity"}]}            | Permanent
          newrelic  | 200 | {"errors":[{"extensions":{"errorClass":"SERVER_ERROR"}}]}        | Retriable
          newrelic  | 200 | <html>a proxy's page</html>                                      | Retriable
          newrelic  | 401 | {}                                                               | Refused
          newrelic  | 400 | {}                                                               | Permanent
          dynatrace | 201 | {"eventIngestResults":[{"status":"OK"}]}                         | Delivered
          dynatrace | 201 | {"eventIngestResults":[{"status":"OK"},{"status":"INVALID_METADATA"}]} | Permanent
          dynatrace | 200 | {}                                                               | Retriable
          otlp-logs | 200 | {"partialSuccess":{}}                                            | Delivered
          otlp-logs | 200 | {}                                                               | Delivered
          otlp-logs | 200 | {"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"no"}} | Permanent
          otlp-logs | 500 | {}                                                               | Permanent
          otlp-logs | 503 | {}                                                               | Retriable
          slack     | 200 | ok                                                               | Delivered
          slack     | 200 | invalid_blocks                                                   | Permanent
          slack     | 404 | no_service                                                       | Refused
          slack     | 410 | channel_is_archived                                              | Refused
          splunk-hec | 200 | {"text":"Success","code":0}                                     | Delivered
          splunk-hec | 200 | {"text":"Server is busy","code":9}                              | Retriable
          splunk-hec | 200 | {"text":"Invalid data format","code":6}                         | Permanent
          splunk-hec | 503 | {"text":"Server is busy","code":9}                              | Retriable
          teams     | 202 | ``                                                               | Delivered
          teams     | 200 | Webhook message delivery failed with error: returned HTTP error 413 | Permanent
          bugsnag   | 200 | {"status":"ok"}                                                  | Delivered
          bugsnag   | 200 | {"status":"error","errors":["apiKey"]}                           | Permanent
          datadog   | 202 | {"status":"ok"}                                                  | Delivered
          datadog   | 403 | {"errors":["Forbidden"]}                                         | Refused
          sentry    | 208 | {}                                                               | Delivered
          """)
  void judgesWhatTheProductAnswers(String type, int status, String body, String outcome)
      throws Exception {
    assertThat(judge(type, status, body, null).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void throttlesByARateLimitThatHidesInASuccess() throws Exception {
    String body = "{\"errors\":[{\"extensions\":{\"errorClass\":\"TOO_MANY_REQUESTS\"}}]}";
    assertThat(((Outcome.Retriable) judge("newrelic", 200, body, null)).retryAfter())
        .isEqualTo(Duration.ofMinutes(1));
    Duration asked = Duration.ofSeconds(7);
    assertThat(((Outcome.Retriable) judge("newrelic", 200, body, asked)).retryAfter())
        .isEqualTo(asked);
  }

  @Test
  void pausesAfterARateLimitThatNamesNoTime() throws Exception {
    assertThat(((Outcome.Retriable) judge("pagerduty", 429, "", null)).retryAfter())
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(((Outcome.Retriable) judge("pagerduty", 500, "", null)).retryAfter()).isNull();
  }

  private static Outcome judge(String type, int status, String body, @Nullable Duration retryAfter)
      throws TemplateException {
    List<StepSpec> steps = TYPES.find(type).orElseThrow().steps();
    String excerpt = body.substring(0, Math.min(20, body.length()));
    return AnswerRules.compile(steps.get(0).answer())
        .judge(new Answer.Complete(status, excerpt, retryAfter, body));
  }
}
