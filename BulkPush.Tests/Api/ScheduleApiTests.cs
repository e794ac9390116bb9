using System.Net;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Api;

/// <summary><c>/api/schedules</c> as a program calls it. Nothing runs: a push stays where it is.</summary>
public sealed class ScheduleApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_made_read_changed_paused_resumed_and_removed()
    {
        var store = await StoreAsync();
        var made = (await app.Api.PostAsync("/api/schedules", Body("Every night", "30 2 * * *", $""", "storeIds": ["{store.Id}"], "force": true, "strategy": "bulk" """))).ShouldBe(HttpStatusCode.Created);
        var address = made.Headers.Location!.ToString();
        Assert.Equal(("Every night", "30 2 * * *", "Europe/Berlin", "runOnce"), (made.Value<string>("name"), made.Value<string>("cron"), made.Value<string>("timeZone"), made.Value<string>("missedRuns")));
        Assert.Equal((store.Id, true, "bulk", false), (made.Json["storeIds"]![0]!.GetValue<Guid>(), made.Value<bool>("force"), made.Value<string>("strategy"), made.Value<bool>("paused")));
        Assert.NotNull((string?)made.Json["nextRunAt"]);
        Assert.Null(made.Json["lastRun"]);

        var read = (await app.Api.GetAsync(address)).ShouldBe(HttpStatusCode.OK);
        Assert.Equal("\"1\"", read.Headers.ETag!.Tag);
        var changed = (await app.Api.PutAsync(address, Body("Every morning", "0 6 * * 1-5", """, "missedRuns": "skip" """), ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        Assert.Equal(("Every morning", "skip", null, "\"2\""), (changed.Value<string>("name"), changed.Value<string>("missedRuns"), changed.Json["storeIds"], changed.Headers.ETag!.Tag));

        var paused = (await app.Api.PostAsync($"{address}/pause")).ShouldBe(HttpStatusCode.OK);
        Assert.Equal((true, "bootstrap", null), (paused.Value<bool>("paused"), paused.Value<string>("pausedBy"), paused.Json["nextRunAt"]));
        var resumed = (await app.Api.PostAsync($"{address}/resume")).ShouldBe(HttpStatusCode.OK);
        Assert.Equal((string?)changed.Json["nextRunAt"], (string?)resumed.Json["nextRunAt"]);

        (await app.Api.SendAsync(HttpMethod.Delete, address, null)).ShouldBe(HttpStatusCode.NoContent);
        (await app.Api.GetAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.SendAsync(HttpMethod.Delete, address, null)).ShouldBeProblem(HttpStatusCode.NotFound);
        await using var db = await app.ContextAsync();
        Assert.Equal(
            ["schedule.created", "schedule.updated", "schedule.paused", "schedule.resumed", "schedule.removed"],
            await db.AuditEntries.Where(e => e.Subject == address.Substring("/api/schedules/".Length)).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Ct));
    }

    [Fact]
    public async Task An_edit_needs_the_revision_that_it_began_with()
    {
        var address = await MadeAsync("Revised");
        var body = Body("Revised", "0 5 * * *");

        Assert.Contains("If-Match", (await app.Api.PutAsync(address, body)).ShouldBeProblem(HttpStatusCode.PreconditionRequired), StringComparison.Ordinal);
        (await app.Api.PutAsync(address, body, ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        var late = await app.Api.PutAsync(address, Body("Late", "0 4 * * *"), ("If-Match", "\"1\""));

        Assert.Contains("Somebody else", late.ShouldBeProblem(HttpStatusCode.PreconditionFailed), StringComparison.Ordinal);
        Assert.Equal("\"2\"", late.Headers.ETag!.Tag);
        (await app.Api.PutAsync($"/api/schedules/{Guid.CreateVersion7()}", body, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("W/\"1\"")]
    public async Task A_revision_is_taken_with_its_quotes_without_them_and_as_a_proxy_weakens_it(string tag)
    {
        var address = await MadeAsync($"Tagged {A.Number()}");

        (await app.Api.PutAsync(address, Body($"Tagged {A.Number()}", "0 5 * * *"), ("If-Match", tag))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("1, 2")]
    [InlineData("abc")]
    [InlineData("\"abc\"")]
    [InlineData("\"1")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task What_names_no_single_revision_is_told_how_to_write_one(string tag)
    {
        var address = await MadeAsync($"Untagged {A.Number()}");

        var answer = await app.Api.PutAsync(address, Body("Untagged", "0 5 * * *"), ("If-Match", tag));

        Assert.Contains("If-Match: \"2\"", answer.ShouldBeProblem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal("\"1\"", (await app.Api.GetAsync(address)).Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_push_of_a_schedule_that_was_removed_says_which_one_it_was()
    {
        var name = $"Removed {A.Number()}";
        var address = await MadeAsync(name);
        var store = await StoreAsync();
        var product = A.Product();
        await app.SaveAsync(product);
        await app.SaveAsync(A.Channel(product, store));
        var push = (await app.Api.PostAsync($"{address}/run")).ShouldBe(HttpStatusCode.Accepted).Headers.Location!.ToString();
        Assert.Null((await app.Api.GetAsync(push)).Json["removedSchedule"]);

        (await app.Api.SendAsync(HttpMethod.Delete, address, null)).ShouldBe(HttpStatusCode.NoContent);

        var read = await app.Api.GetAsync(push);
        await Eventually.IsTrueAsync(async () => (read = await app.Api.GetAsync(push)).Json["scheduleId"] is null, "what is shared of a reading is read anew");
        Assert.Equal((null, name, "bootstrap"), (read.Json["scheduleId"], (string?)read.Json["removedSchedule"], read.Value<string>("requestedBy")));
        var listed = (await app.Api.GetAsync("/api/products/bulk-push")).Json["items"]!.AsArray().Single(item => push.EndsWith((string)item!["id"]!, StringComparison.Ordinal));
        Assert.Equal(name, (string?)listed!["removedSchedule"]);
    }

    [Fact]
    public async Task What_is_wrong_is_said_field_by_field()
    {
        var wrong = await app.Api.PostAsync("/api/schedules", """{ "name": "", "cron": "0 25 * * *", "timeZone": "Berlin" }""");

        wrong.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["cron", "name", "timeZone"], ApiAnswer.NamesOf(wrong.Json["errors"]).Order(StringComparer.Ordinal));
        Assert.Contains("'25'", (string?)wrong.Json["errors"]!["cron"]![0], StringComparison.Ordinal);
        Assert.Contains("storeIds is empty", (await app.Api.PostAsync("/api/schedules", Body("Empty", "0 5 * * *", """, "storeIds": []"""))).ShouldBeProblem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        var unknown = await app.Api.PostAsync("/api/schedules", Body("Unknown", "0 5 * * *", $""", "storeIds": ["{Guid.CreateVersion7()}"]"""));
        unknown.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Contains("There is no notification target", (await app.Api.PostAsync("/api/schedules", Body("Told", "0 5 * * *", $""", "notifyTargetIds": ["{Guid.CreateVersion7()}"]"""))).ShouldBeProblem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal("One of the chosen stores does not exist.", (string?)unknown.Json["errors"]!["storeIds"]![0]);
        (await app.Api.PostAsync("/api/schedules", """{ "name": "No cron", "timeZone": "UTC" }""")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await app.Api.PostAsync("/api/schedules", Body("Misspelt", "0 5 * * *", """, "storeId": 1"""))).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_preview_tells_the_next_runs_and_what_the_clock_changes_do()
    {
        var preview = (await app.Api.GetAsync("/api/schedules/preview?cron=30%202%20*%20*%20*&timeZone=Europe/Berlin")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(5, preview.Json["runs"]!.AsArray().Count);
        Assert.Contains(preview.Json["clockChanges"]!.AsArray(), change => ((string?)change)!.EndsWith("the run of 02:30 takes place at 03:00.", StringComparison.Ordinal));
        (await app.Api.GetAsync("/api/schedules/preview?cron=nonsense&timeZone=UTC")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_schedule_is_run_out_of_turn_once_for_a_key_and_its_push_names_it()
    {
        var address = await MadeAsync("Run");
        var store = await StoreAsync();
        var product = A.Product();
        await app.SaveAsync(product);
        await app.SaveAsync(A.Channel(product, store));

        var run = (await app.Api.PostAsync($"{address}/run", null, ("Idempotency-Key", "run-1"))).ShouldBe(HttpStatusCode.Accepted);
        var again = (await app.Api.PostAsync($"{address}/run", null, ("Idempotency-Key", "run-1"))).ShouldBe(HttpStatusCode.Accepted);
        var other = await app.Api.PostAsync($"{address}/run", null, ("Idempotency-Key", "run-2"));

        Assert.Equal(run.Value<Guid>("id"), again.Value<Guid>("id"));
        Assert.Contains("still waits", other.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(run.Value<Guid>("id"), other.Value<Guid>("jobId"));
        var push = await app.Api.GetAsync(run.Headers.Location!.ToString());
        Assert.EndsWith(push.Value<string>("scheduleId"), address, StringComparison.Ordinal);
        var lastRun = (await app.Api.GetAsync(address)).Json["lastRun"]!;
        Assert.Equal(("started", run.Value<string>("id"), "pending", null), ((string?)lastRun["outcome"], (string?)lastRun["pushId"], (string?)lastRun["pushStatus"], (string?)lastRun["dueAt"]));
        Assert.Contains((await app.Api.GetAsync("/api/schedules")).Json.AsArray(), schedule => (string?)schedule!["name"] == "Run");
        (await app.Api.PostAsync($"/api/schedules/{Guid.CreateVersion7()}/run")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing()
    {
        var address = await MadeAsync("Looked at");
        var viewer = await app.CallerWithAsync(Permissions.ProductsView);

        (await viewer.GetAsync(address)).ShouldBe(HttpStatusCode.OK);
        (await viewer.GetAsync("/api/schedules")).ShouldBe(HttpStatusCode.OK);
        (await viewer.PostAsync("/api/schedules", Body("Mine", "0 5 * * *"))).ShouldBeProblem(HttpStatusCode.Forbidden);
        (await viewer.PutAsync(address, Body("Mine", "0 5 * * *"), ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.Forbidden);
        (await viewer.SendAsync(HttpMethod.Delete, address, null)).ShouldBeProblem(HttpStatusCode.Forbidden);
        foreach (var action in new[] { "pause", "resume", "run" })
        {
            (await viewer.PostAsync($"{address}/{action}")).ShouldBeProblem(HttpStatusCode.Forbidden);
        }

        (await app.Anonymous().GetAsync(address)).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    private async Task<string> MadeAsync(string name) =>
        (await app.Api.PostAsync("/api/schedules", Body(name, "30 2 * * *"))).ShouldBe(HttpStatusCode.Created).Headers.Location!.ToString();

    private async Task<Store> StoreAsync()
    {
        var store = A.Store();
        await app.SaveAsync(store);
        return store;
    }

    private static string Body(string name, string cron, string more = "") =>
        $$"""{ "name": "{{name}}", "cron": "{{cron}}", "timeZone": "Europe/Berlin"{{more}} }""";
}
