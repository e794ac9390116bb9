using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Api;

/// <summary><c>whenBusy</c>, without a worker: what is there stays there.</summary>
public sealed class BusyStoreApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Push = "/api/products/bulk-push";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_names_the_push_that_is_there_and_the_ways_out()
    {
        var store = await StoreAsync();
        var there = await StartAsync(store);

        var answer = await app.Api.PostAsync(Push, Body(store));

        Assert.Contains("Send whenBusy to queue or to go first.", answer.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(there, answer.Value<Guid>("jobId"));
        Assert.Equal("""["queue","ahead"]""", answer.Json["whenBusy"]!.ToJsonString());
        var busy = Assert.Single(answer.Json["busy"]!.AsArray())!;
        Assert.Equal(["storeId", "storeName", "jobId", "requestedBy", "processed", "total", "waiting"], ApiAnswer.NamesOf(busy));
        Assert.Equal((there, "bootstrap", 0, 2, 0), (Guid(busy, "jobId"), (string?)busy["requestedBy"], (int)busy["processed"]!, (int)busy["total"]!, (int)busy["waiting"]!));
    }

    [Fact]
    public async Task A_queued_push_waits_for_what_is_there_and_both_say_so()
    {
        var store = await StoreAsync();
        var there = await StartAsync(store);

        var queued = await StartAsync(store, "queue");
        var ahead = await StartAsync(store, "ahead");

        var (waiting, passed) = (await StoreOfAsync(queued), await StoreOfAsync(there));
        Assert.Equal(("pending", "2 pushes are before it"), ((string?)waiting["status"], (string?)waiting["phase"]));
        Assert.Equal([ahead, there], Line(waiting, "waitsFor"));
        Assert.Equal([ahead], Line(passed, "waitsFor"));
        Assert.Equal([queued], Line(passed, "waitedForBy"));
        Assert.Equal(["jobId", "requestedBy", "running", "ahead", "processed", "total"], ApiAnswer.NamesOf(waiting["waitsFor"]![0]!));
    }

    [Fact]
    public async Task The_same_key_finds_the_push_that_it_queued()
    {
        var store = await StoreAsync();
        await StartAsync(store);

        var first = (await app.Api.PostAsync(Push, Body(store, "queue"), ("Idempotency-Key", "queued-1"))).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");
        var again = (await app.Api.PostAsync(Push, Body(store, "queue"), ("Idempotency-Key", "queued-1"))).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task What_is_too_large_may_only_queue_and_an_unknown_choice_is_refused()
    {
        var store = await StoreAsync(251);
        await StartAsync(store);

        var refused = await app.Api.PostAsync(Push, Body(store));
        var large = await app.Api.PostAsync(Push, Body(store, "ahead"));

        Assert.Equal("""["queue"]""", refused.Json["whenBusy"]!.ToJsonString());
        Assert.Contains("251 products to send there, and 250 at most may go first", large.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal("""["queue"]""", large.Json["whenBusy"]!.ToJsonString());
        Assert.Contains("'later'", (await app.Api.PostAsync(Push, Body(store, "later"))).ShouldBeProblem(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resuming_and_retrying_queue_too()
    {
        var store = await StoreAsync();
        var paused = await StartAsync(store);
        (await app.Api.PostAsync($"{Push}/{paused}/pause")).ShouldBe(HttpStatusCode.Accepted);
        var there = await StartAsync(store);

        var refused = await app.Api.PostAsync($"{Push}/{paused}/resume");
        (await app.Api.PostAsync($"{Push}/{paused}/resume?whenBusy=queue")).ShouldBe(HttpStatusCode.Accepted);
        Assert.Equal(there, refused.Value<Guid>("jobId"));
        Assert.Equal([there], Line(await StoreOfAsync(paused), "waitsFor"));

        (await app.Api.PostAsync($"{Push}/{paused}/cancel")).ShouldBe(HttpStatusCode.Accepted);
        (await app.Api.PostAsync($"{Push}/{paused}/retry-failed?outcome=skipped")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await app.Api.PostAsync($"{Push}/{paused}/retry-failed?outcome=skipped&whenBusy=never")).ShouldBeProblem(HttpStatusCode.BadRequest);
        var retry = (await app.Api.PostAsync($"{Push}/{paused}/retry-failed?outcome=skipped&whenBusy=ahead")).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");
        Assert.Equal([retry], Line(await StoreOfAsync(there), "waitsFor"));
    }

    private static Guid Guid(JsonNode node, string name) => node[name]!.GetValue<Guid>();

    private static List<Guid> Line(JsonNode store, string name) => store[name]!.AsArray().Select(push => Guid(push!, "jobId")).ToList();

    private static string Body(Store store, string? whenBusy = null) => JsonSerializer.Serialize(new { storeIds = new[] { store.Id }, whenBusy });

    private async Task<Guid> StartAsync(Store store, string? whenBusy = null) =>
        (await app.Api.PostAsync(Push, Body(store, whenBusy))).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");

    private async Task<JsonNode> StoreOfAsync(Guid jobId)
    {
        var job = (await app.Api.GetAsync($"{Push}/{jobId}")).ShouldBe(HttpStatusCode.OK).Json;
        return Assert.Single(job["progress"]!["stores"]!.AsArray())!;
    }

    private async Task<Store> StoreAsync(int products = 2)
    {
        var store = A.Store();
        await using var db = await app.ContextAsync();
        db.Stores.Add(store);
        db.Products.AddRange(Enumerable.Range(0, products).Select(_ =>
        {
            var product = A.Product();
            product.Channels.Add(new ProductChannel { StoreId = store.Id });
            return product;
        }));
        await db.SaveChangesAsync(Ct);
        return store;
    }
}
