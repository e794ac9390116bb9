using System.Net;
using System.Text.Json.Nodes;

namespace BulkPush.Tests.Api;

/// <summary>Whatever is wrong with a field of a body, <c>errors</c> names the field and says what it takes.</summary>
public sealed class FieldErrorTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Targets = "/api/notifications/targets";
    private const string Unknown = "00000000-0000-0000-0000-000000000001";

    [Theory]
    [InlineData("name", null, "name", "'name' is missing")]
    [InlineData("name", "null", "name", "may not be null")]
    [InlineData("name", "5", "name", "a text")]
    [InlineData("name", "\"  \"", "name", "1 to 100 characters")]
    [InlineData("name", "LONG", "name", "1 to 100 characters")]
    [InlineData("name", "\"a\\u0000b\"", "name", "cannot be shown")]
    [InlineData("cron", null, "cron", "'cron' is missing")]
    [InlineData("cron", "null", "cron", "may not be null")]
    [InlineData("cron", "[]", "cron", "a text")]
    [InlineData("cron", "\"0 25 * * *\"", "cron", "'25'")]
    [InlineData("cron", "LONG", "cron", "")]
    [InlineData("timeZone", null, "timeZone", "'timeZone' is missing")]
    [InlineData("timeZone", "null", "timeZone", "may not be null")]
    [InlineData("timeZone", "{}", "timeZone", "a text")]
    [InlineData("timeZone", "\"Berlin\"", "timeZone", "IANA")]
    [InlineData("missedRuns", "\"never\"", "missedRuns", "'runOnce' or 'skip'")]
    [InlineData("missedRuns", "1", "missedRuns", "'runOnce' or 'skip'")]
    [InlineData("missedRuns", "null", "missedRuns", "'runOnce' or 'skip'")]
    [InlineData("storeIds", "\"x\"", "storeIds", "a list of ids")]
    [InlineData("storeIds", "[\"x\"]", "storeIds[0]", "an id")]
    [InlineData("storeIds", "[null]", "storeIds[0]", "an id")]
    [InlineData("storeIds", "[]", "storeIds", "storeIds is empty")]
    [InlineData("storeIds", $"[\"{Unknown}\"]", "storeIds", "does not exist")]
    [InlineData("productIds", "[\"1\"]", "productIds[0]", "a whole number")]
    [InlineData("productIds", "[]", "productIds", "productIds is empty")]
    [InlineData("productIds", "[987654321]", "productIds", "does not exist")]
    [InlineData("force", "\"yes\"", "force", "true or false")]
    [InlineData("force", "null", "force", "true or false")]
    [InlineData("strategy", "\"fast\"", "strategy", "'auto', 'direct' or 'bulk'")]
    [InlineData("strategy", "3", "strategy", "a text")]
    [InlineData("notifyTargetIds", $"[\"{Unknown}\"]", "notifyTargetIds", Unknown)]
    [InlineData("notifyTargetIds", "[5]", "notifyTargetIds[0]", "an id")]
    [InlineData("storeId", "1", "storeId", "not known here")]
    public async Task Of_a_schedule(string field, string? value, string named, string words) =>
        AssertNames(named, words, await app.Api.PostAsync("/api/schedules", With("""{"name":"Edge","cron":"0 5 * * *","timeZone":"UTC"}""", field, value)));

    [Theory]
    [InlineData("name", null, "name", "'name' is missing")]
    [InlineData("name", "null", "name", "may not be null")]
    [InlineData("name", "5", "name", "a text")]
    [InlineData("name", "\" \"", "name", "up to 100 characters")]
    [InlineData("name", "LONG", "name", "up to 100 characters")]
    [InlineData("name", "\"a\\u0000b\"", "name", "cannot be shown")]
    [InlineData("kind", null, "kind", "'kind' is missing")]
    [InlineData("kind", "null", "kind", "'email' or 'webhook'")]
    [InlineData("kind", "\"sms\"", "kind", "'email' or 'webhook'")]
    [InlineData("kind", "1", "kind", "'email' or 'webhook'")]
    [InlineData("url", null, "url", "whole address")]
    [InlineData("url", "null", "url", "whole address")]
    [InlineData("url", "5", "url", "a text")]
    [InlineData("url", "\"hooks\"", "url", "whole address")]
    [InlineData("url", "LONGURL", "url", "2000 characters")]
    [InlineData("url", "\"https://hooks.example.com/\\u0000\"", "url", "")]
    [InlineData("addresses", "null", "addresses", "may not be null")]
    [InlineData("addresses", "[null]", "addresses", "null")]
    [InlineData("addresses", "[5]", "addresses[0]", "a text")]
    [InlineData("addresses", "[\"sam@example.com\"]", "addresses", "Leave them out")]
    [InlineData("events", "null", "events", "may not be null")]
    [InlineData("events", "[]", "events", "at least one")]
    [InlineData("events", "[\"nonsense\"]", "events[0]", "'completed'")]
    [InlineData("events", "[null]", "events[0]", "'completed'")]
    [InlineData("events", "[\"test\"]", "events", "at least one")]
    [InlineData("isForEveryPush", "null", "isForEveryPush", "true or false")]
    [InlineData("isPaused", "\"no\"", "isPaused", "true or false")]
    [InlineData("revision", "\"1\"", "revision", "a whole number")]
    [InlineData("webhook", "1", "webhook", "not known here")]
    public async Task Of_a_notification_target(string field, string? value, string named, string words) =>
        AssertNames(named, words, await app.Api.PostAsync(Targets, With("""{"name":"Edge","kind":"webhook","url":"https://hooks.example.com/1"}""", field, value)));

    [Theory]
    [InlineData("strategy", "\"fast\"", "strategy", "'auto', 'direct' or 'bulk'")]
    [InlineData("whenBusy", "\"never\"", "whenBusy", "'refuse', 'queue' or 'ahead'")]
    [InlineData("storeIds", "[]", "storeIds", "storeIds is empty")]
    [InlineData("dryRun", "\"yes\"", "dryRun", "true or false")]
    [InlineData("notifyTargetIds", $"[\"{Unknown}\"]", "notifyTargetIds", Unknown)]
    public async Task Of_a_push(string field, string value, string named, string words) =>
        AssertNames(named, words, await app.Api.PostAsync("/api/products/bulk-push", With("{}", field, value)));

    [Fact]
    public async Task Every_field_that_is_missing_is_named_and_so_is_every_choice_that_is_not_known()
    {
        var missing = await app.Api.PostAsync("/api/schedules", "{}");
        var unknown = await app.Api.PostAsync("/api/schedules", """{"name":"Edge","cron":"0 5 * * *","timeZone":"UTC","strategy":"fast","storeIds":[]}""");

        missing.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["cron", "name", "timeZone"], ApiAnswer.NamesOf(missing.Json["errors"]).Order(StringComparer.Ordinal));
        unknown.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["storeIds", "strategy"], ApiAnswer.NamesOf(unknown.Json["errors"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/schedules/preview?timeZone=UTC", "cron", "missing")]
    [InlineData("/api/schedules/preview?cron=0+5+*+*+*", "timeZone", "missing")]
    [InlineData("/api/products?page=x", "page", "'x'")]
    [InlineData("/api/products?titel=hat", "titel", "It takes search, ")]
    [InlineData("/api/products/1?storeId=x", "storeId", "no parameters")]
    public async Task Of_a_query(string address, string named, string words) => AssertNames(named, words, await app.Api.GetAsync(address));

    [Fact]
    public async Task Of_headers_and_of_other_calls()
    {
        AssertNames("Idempotency-Key", "255 characters", await app.Api.PostAsync("/api/products/bulk-push", "{}", ("Idempotency-Key", new string('x', 256))));
        AssertNames("If-Match", "one revision", await app.Api.PutAsync("/api/products/1", """{"handle":"x","title":"x"}""", ("If-Match", "*")));
        AssertNames("outcome", "nothing to retry", await app.Api.PostAsync($"/api/products/bulk-push/{Unknown}/retry-failed?outcome=created"));
        AssertNames("productIds", "Give the productIds", await app.Api.PutAsync("/api/products/channels", $$"""{"storeId":"{{Unknown}}","isActive":true}"""));
    }

    [Theory]
    [InlineData("POST", "/api/schedules")]
    [InlineData("POST", Targets)]
    public async Task A_body_that_is_no_object_has_no_field_to_name(string method, string address)
    {
        foreach (var body in new[] { "", "null", "[]", "\"x\"", "{", "{\"name\":tru}" })
        {
            var answer = await app.Api.SendAsync(new HttpMethod(method), address, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

            var detail = answer.ShouldBeProblem(HttpStatusCode.BadRequest);
            Assert.NotEmpty(detail);
            Assert.DoesNotContain("Body", detail, StringComparison.Ordinal);
        }
    }

    private static string With(string body, string field, string? value)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        json.Remove(field);
        if (value is not null)
        {
            json[field] = JsonNode.Parse(value switch
            {
                "LONG" => $"\"{new string('x', 3000)}\"",
                "LONGURL" => $"\"https://hooks.example.com/{new string('x', 2000)}\"",
                _ => value,
            });
        }

        return json.ToJsonString();
    }

    private static void AssertNames(string field, string words, ApiAnswer answer)
    {
        var detail = answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.NotEmpty(detail);
        var named = Assert.Single(answer.Json["errors"]?.AsObject() ?? []);
        Assert.Equal(field, named.Key);
        Assert.Contains(words, (string?)named.Value![0], StringComparison.Ordinal);
        Assert.DoesNotContain("BulkPush.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
    }
}
