using System.Net;
using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Api;

/// <summary><c>/api/products/bulk-push</c> without a worker: pushes stay pending, so that every answer is certain.</summary>
public sealed class PushApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Push = "/api/products/bulk-push";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starting_a_push_answers_at_once_with_its_address()
    {
        var store = await StoreWithAsync(A.Product());

        var answer = (await app.Api.PostAsync(Push, Body(store))).ShouldBe(HttpStatusCode.Accepted);

        var id = answer.Value<Guid>("id");
        Assert.Equal("pending", answer.Value<string>("status"));
        Assert.Equal(["id", "status"], ApiAnswer.NamesOf(answer.Json));
        Assert.Equal($"{Push}/{id}", answer.Headers.Location?.OriginalString);
        (await app.Api.GetAsync($"{Push}/{id}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_push_reads_as_the_contract_says()
    {
        var product = A.Product("wool-hat", "Wool hat");
        var store = await StoreWithAsync(product, A.Product());
        var id = (await app.Api.PostAsync(Push, Body(store))).Value<Guid>("id");
        await SetAsync(id, push => push.Progress = push.Progress with
        {
            Failed = 1,
            RatePerSecond = 2.5,
            EtaSeconds = 4,
            IsWaitingForBudget = true,
            RecentErrors = [new PushItemError(product.Id, "wool-hat", "Wool hat", "INVALID", "title", "Title is too long")],
        });

        var push = (await app.Api.GetAsync($"{Push}/{id}")).ShouldBe(HttpStatusCode.OK).Json;

        Assert.Equal(["id", "status", "error", "requestedBy", "createdAt", "startedAt", "finishedAt", "retryOf", "retries", "scheduleId", "removedSchedule", "progress"], ApiAnswer.NamesOf(push));
        var progress = push["progress"]!;
        Assert.Equal(["total", "processed", "created", "updated", "unchanged", "failed", "deferred", "etaSeconds", "stores"], ApiAnswer.NamesOf(progress));
        Assert.Equal(
            [
                "storeId", "storeName", "status", "total", "processed", "created", "updated", "unchanged", "failed", "deferred", "deferredUntil",
                "publishing", "warnings", "ratePerSecond", "etaSeconds", "waitingForBudget", "phase", "coarse", "underWay", "pausedBy", "pausedAt", "breaker", "strategy", "strategyReason", "waitsFor", "waitedForBy", "errors",
            ],
            ApiAnswer.NamesOf(progress["stores"]![0]));
        JsonNode expectedError = new JsonObject
        {
            ["productId"] = product.Id,
            ["handle"] = "wool-hat",
            ["title"] = "Wool hat",
            ["code"] = "INVALID",
            ["field"] = "title",
            ["message"] = "Title is too long",
        };
        Assert.Equal(expectedError.ToJsonString(), progress["stores"]![0]!["errors"]![0]!.ToJsonString());
        Assert.Equal((2, 1, 1, 4.0), (progress["total"]!.GetValue<int>(), progress["processed"]!.GetValue<int>(), progress["failed"]!.GetValue<int>(), progress["etaSeconds"]!.GetValue<double>()));
        Assert.Equal("bootstrap", push["requestedBy"]!.GetValue<string>());
        Assert.True(progress["stores"]![0]!["waitingForBudget"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Why_a_store_as_a_whole_failed_is_its_last_error()
    {
        var store = await StoreWithAsync(A.Product());
        var id = (await app.Api.PostAsync(Push, Body(store))).Value<Guid>("id");
        await using (var db = await app.ContextAsync())
            await db.StorePushes.Where(p => p.JobId == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Error, "The token was revoked."), Ct);

        var error = (await app.Api.GetAsync($"{Push}/{id}")).Json["progress"]!["stores"]![0]!["errors"]![0]!;

        Assert.Null(error["productId"]);
        Assert.Equal(("STORE_FAILED", "The token was revoked."), (error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_store_that_has_a_push_answers_with_that_push()
    {
        var store = await StoreWithAsync(A.Product());
        var running = (await app.Api.PostAsync(Push, Body(store))).Value<Guid>("id");

        var answer = await app.Api.PostAsync(Push, Body(store));

        Assert.Contains(store.Name, answer.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(running, answer.Value<Guid>("jobId"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_pushed_and_starts_nothing()
    {
        var store = await StoreWithAsync(A.Product(), A.Product());

        var answer = (await app.Api.PostAsync(Push, Body(store, """, "dryRun": true"""))).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(2, answer.Value<int>("toSend"));
        Assert.Equal(2, answer.Json["stores"]![0]!["neverPushed"]!.GetValue<int>());
        Assert.Null(answer.Json["stores"]![0]!["runningJobId"]);
        await using var db = await app.ContextAsync();
        Assert.False(await db.StorePushes.AnyAsync(p => p.StoreId == store.Id, Ct));
    }

    [Fact]
    public async Task The_same_key_finds_the_push_that_it_started_even_when_it_is_over()
    {
        var store = await StoreWithAsync(A.Product());
        var first = (await app.Api.PostAsync(Push, Body(store), ("Idempotency-Key", "monday"))).ShouldBe(HttpStatusCode.Accepted);
        (await app.Api.PostAsync($"{Push}/{first.Value<Guid>("id")}/cancel")).ShouldBe(HttpStatusCode.Accepted);

        var again = (await app.Api.PostAsync(Push, Body(store), ("Idempotency-Key", "monday"))).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal(first.Value<Guid>("id"), again.Value<Guid>("id"));
        Assert.Equal("cancelled", again.Value<string>("status"));
    }

    [Fact]
    public async Task The_same_request_twice_at_once_makes_one_push()
    {
        var store = await StoreWithAsync(A.Product());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.Api.PostAsync(Push, Body(store), ("Idempotency-Key", "rush"))));

        Assert.Single(answers.Select(a => a.ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id")).Distinct());
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        var (store, other) = (await StoreWithAsync(A.Product()), await StoreWithAsync(A.Product()));
        var first = (await app.Api.PostAsync(Push, Body(store), ("Idempotency-Key", "reused"))).Value<Guid>("id");

        var answer = await app.Api.PostAsync(Push, Body(other), ("Idempotency-Key", "reused"));

        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(first, answer.Value<Guid>("jobId"));
    }

    [Fact]
    public async Task Callers_do_not_share_keys()
    {
        var (store, other) = (await StoreWithAsync(A.Product()), await StoreWithAsync(A.Product()));
        var caller = await app.CallerWithAsync(Permissions.ProductsPush);

        var mine = (await app.Api.PostAsync(Push, Body(store), ("Idempotency-Key", "one"))).ShouldBe(HttpStatusCode.Accepted);
        var theirs = (await caller.PostAsync(Push, Body(other), ("Idempotency-Key", "one"))).ShouldBe(HttpStatusCode.Accepted);

        Assert.NotEqual(mine.Value<Guid>("id"), theirs.Value<Guid>("id"));
    }

    [Theory]
    [InlineData("""{"strategy":"parcel"}""", "'parcel'")]
    [InlineData("""{"storeIds":[]}""", "storeIds")]
    [InlineData("""{"productIds":[]}""", "productIds")]
    [InlineData("null", "The body is null.")]
    public async Task A_request_that_cannot_be_meant_is_refused(string body, string expected) =>
        Assert.Contains(expected, (await app.Api.PostAsync(Push, body)).ShouldBeProblem(HttpStatusCode.BadRequest), StringComparison.Ordinal);

    [Fact]
    public async Task A_key_that_is_too_long_is_refused() =>
        (await app.Api.PostAsync(Push, "{}", ("Idempotency-Key", new string('k', 256)))).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Nothing_to_push_is_said_in_a_sentence()
    {
        var store = A.Store();
        await app.SaveAsync(store);

        Assert.NotEmpty((await app.Api.PostAsync(Push, Body(store))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task A_pending_push_can_be_cancelled_once()
    {
        var store = await StoreWithAsync(A.Product());
        var id = (await app.Api.PostAsync(Push, Body(store, """, "strategy": "direct" """))).Value<Guid>("id");

        var cancelled = (await app.Api.PostAsync($"{Push}/{id}/cancel")).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal("cancelled", cancelled.Value<string>("status"));
        (await app.Api.PostAsync($"{Push}/{id}/cancel")).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_paused_push_leaves_its_store_to_others_and_is_resumed_when_it_is_free()
    {
        var store = await StoreWithAsync(A.Product());
        var id = (await app.Api.PostAsync(Push, Body(store))).Value<Guid>("id");

        Assert.Equal("paused", (await app.Api.PostAsync($"{Push}/{id}/pause?storeId={store.Id}")).ShouldBe(HttpStatusCode.Accepted).Value<string>("status"));
        Assert.Equal("bootstrap", (string)(await app.Api.GetAsync($"{Push}/{id}")).Json["progress"]!["stores"]![0]!["pausedBy"]!);
        (await app.Api.PostAsync($"{Push}/{id}/pause")).ShouldBeProblem(HttpStatusCode.Conflict);
        var other = (await app.Api.PostAsync(Push, Body(store))).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");
        var refused = await app.Api.PostAsync($"{Push}/{id}/resume");
        Assert.Contains(store.Name, refused.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(other, refused.Value<Guid>("jobId"));
        (await app.Api.PostAsync($"{Push}/{other}/cancel")).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal("pending", (await app.Api.PostAsync($"{Push}/{id}/resume")).ShouldBe(HttpStatusCode.Accepted).Value<string>("status"));
        (await app.Api.PostAsync($"{Push}/{id}/resume")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await app.Api.PostAsync($"{Push}/{Guid.CreateVersion7()}/pause")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_store_of_a_push_can_be_cancelled()
    {
        var (store, other) = (await StoreWithAsync(A.Product()), await StoreWithAsync(A.Product()));
        var id = (await app.Api.PostAsync(Push, $$"""{"storeIds": ["{{store.Id}}", "{{other.Id}}"]}""")).Value<Guid>("id");

        // Misspelt, it would cancel every store.
        Assert.Equal(
            "'store' is not a parameter of this call. It takes storeId.",
            (await app.Api.PostAsync($"{Push}/{id}/cancel?store={store.Id}")).ShouldBeProblem(HttpStatusCode.BadRequest));

        Assert.Equal("pending", (await app.Api.PostAsync($"{Push}/{id}/cancel?storeId={store.Id}")).ShouldBe(HttpStatusCode.Accepted).Value<string>("status"));

        var stores = (await app.Api.GetAsync($"{Push}/{id}")).Json["progress"]!["stores"]!.AsArray().ToDictionary(s => s!["storeId"]!.GetValue<Guid>(), s => (string)s!["status"]!);
        Assert.Equal(("cancelled", "pending"), (stores[store.Id], stores[other.Id]));
        (await app.Api.PostAsync($"{Push}/{id}/cancel?storeId={store.Id}")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await app.Api.PostAsync($"{Push}/{id}/cancel?storeId={Guid.CreateVersion7()}")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_push_that_does_not_exist_is_not_found()
    {
        var address = $"{Push}/{Guid.CreateVersion7()}";

        foreach (var call in new[] { address, $"{address}/items", $"{address}/items.csv" })
            (await app.Api.GetAsync(call)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.PostAsync($"{address}/cancel")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_history_is_newest_first_and_can_be_filtered()
    {
        var store = await StoreWithAsync(A.Product());
        var first = (await app.Api.PostAsync(Push, Body(store))).Value<Guid>("id");
        await app.Api.PostAsync($"{Push}/{first}/cancel");
        var second = (await app.Api.PostAsync(Push, Body(store))).Value<Guid>("id");

        var all = (await app.Api.GetAsync($"{Push}?pageSize=2")).ShouldBe(HttpStatusCode.OK);
        var cancelled = (await app.Api.GetAsync($"{Push}?status=cancelled&pageSize=250")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(["items", "total", "page", "pageSize"], ApiAnswer.NamesOf(all.Json));
        Assert.Equal(2, all.Json["items"]!.AsArray().Count);
        Assert.Contains(second, Ids(all.Json));
        Assert.Contains(first, Ids(cancelled.Json));
        Assert.All(cancelled.Json["items"]!.AsArray(), item => Assert.Equal("cancelled", item!["status"]!.GetValue<string>()));
        Assert.Equal(
            ["id", "status", "error", "requestedBy", "createdAt", "startedAt", "finishedAt", "retryOf", "scheduleId", "removedSchedule", "stores", "haltedStores", "progress"], ApiAnswer.NamesOf(all.Json["items"]![0]));
    }

    [Fact]
    public async Task Results_come_page_by_page_and_filtered()
    {
        var id = await PushWithResultsAsync(A.Product(), A.Product(), A.Product("broken", "Broken"));

        var first = (await app.Api.GetAsync($"{Push}/{id}/items?pageSize=2")).ShouldBe(HttpStatusCode.OK);
        var last = (await app.Api.GetAsync($"{Push}/{id}/items?pageSize=2&cursor={first.Value<string>("nextCursor")}")).ShouldBe(HttpStatusCode.OK);
        var failed = (await app.Api.GetAsync($"{Push}/{id}/items?outcome=failed")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(2, first.Json["items"]!.AsArray().Count);
        Assert.Equal("broken", Assert.Single(last.Json["items"]!.AsArray())!["handle"]!.GetValue<string>());
        Assert.Null(last.Json["nextCursor"]);
        var item = Assert.Single(failed.Json["items"]!.AsArray())!;
        Assert.Equal(
            ["storeId", "storeName", "productId", "handle", "title", "outcome", "code", "field", "message", "attempts", "finishedAt", "deferredUntil", "publishOutcome", "publishMessage"],
            ApiAnswer.NamesOf(item));
        Assert.Equal(("failed", "INVALID"), (item["outcome"]!.GetValue<string>(), item["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_cursor_that_nobody_gave_out_is_refused()
    {
        var id = await PushWithResultsAsync(A.Product());

        (await app.Api.GetAsync($"{Push}/{id}/items?cursor=page-2")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Results_can_be_downloaded_and_opened_in_a_spreadsheet_safely()
    {
        var id = await PushWithResultsAsync(A.Product(), A.Product("formula", "=HYPERLINK(\"http://evil.example\",\"Click, here\")"), A.Product(title: "帽子"));

        var answer = (await app.Api.GetAsync($"{Push}/{id}/items.csv")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal("text/csv", answer.ContentType?.MediaType);
        var lines = answer.Text.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("store_id,store,product_id,handle,title,outcome,code,field,message,attempts,finished_at,deferred_until,publish_outcome,publish_message", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.Contains(lines, line => line.Contains("formula,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"Click, here\"\")\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("帽子", StringComparison.Ordinal));

        var failed = (await app.Api.GetAsync($"{Push}/{id}/items.csv?outcome=failed")).ShouldBe(HttpStatusCode.OK);
        Assert.Equal(2, failed.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_download_of_many_pages_holds_every_product_once()
    {
        var products = Enumerable.Range(0, 520).Select(_ => A.Product()).ToArray();
        var id = await PushWithResultsAsync(products);

        var csv = (await app.Api.GetAsync($"{Push}/{id}/items.csv")).ShouldBe(HttpStatusCode.OK).Text;

        var handles = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[3]).ToList();
        Assert.Equal(products.Select(p => p.Handle).Order(), handles.Order());
    }

    private static IEnumerable<Guid> Ids(JsonNode list) => list["items"]!.AsArray().Select(item => item!["id"]!.GetValue<Guid>());

    private static string Body(Store store, string more = "") => $$"""{"storeIds": ["{{store.Id}}"]{{more}}}""";

    /// <summary>A store of its own, where these products are active.</summary>
    private async Task<Store> StoreWithAsync(params Product[] products)
    {
        var store = A.Store();
        await app.SaveAsync([store, .. products]);
        await app.SaveAsync(products.Select(product => A.Channel(product, store)));
        return store;
    }

    /// <summary>A push whose products are settled: all but the last created, the last one failed.</summary>
    private async Task<Guid> PushWithResultsAsync(params Product[] products)
    {
        var store = await StoreWithAsync(products);
        var id = (await app.Api.PostAsync(Push, Body(store))).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");
        await using var db = await app.ContextAsync();
        var push = await db.StorePushes.SingleAsync(p => p.JobId == id, Ct);
        db.PushItems.AddRange(products.Select(p => new PushItem { StorePushId = push.Id, ProductId = p.Id }));
        await db.SaveChangesAsync(Ct);
        var last = products[^1].Id;
        await db.PushItems.Where(i => i.StorePushId == push.Id && i.ProductId != last)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Created), Ct);
        await db.PushItems.Where(i => i.StorePushId == push.Id && i.ProductId == last)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Failed).SetProperty(i => i.ErrorCode, "INVALID"), Ct);
        return id;
    }

    private async Task SetAsync(Guid jobId, Action<StorePush> change)
    {
        await using var db = await app.ContextAsync();
        change(await db.StorePushes.SingleAsync(p => p.JobId == jobId, Ct));
        await db.SaveChangesAsync(Ct);
    }
}
