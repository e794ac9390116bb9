using System.Net;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Api;

/// <summary><c>POST .../{id}/retry-failed</c> without a worker.</summary>
public sealed class RetryApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Push = "/api/products/bulk-push";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Retrying_starts_a_linked_push_of_what_failed()
    {
        var (id, _) = await EndedAsync(products: 3, failed: 2);

        var answer = (await app.Api.PostAsync($"{Push}/{id}/retry-failed")).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal(["id", "status", "retryOf", "leftOut"], ApiAnswer.NamesOf(answer.Json));
        var retryId = answer.Value<Guid>("id");
        Assert.Equal($"{Push}/{retryId}", answer.Headers.Location?.OriginalString);
        Assert.Equal((id, 0), (answer.Value<Guid>("retryOf"), answer.Value<int>("leftOut")));
        var retry = (await app.Api.GetAsync($"{Push}/{retryId}")).Json;
        Assert.Equal((id, 2), (retry["retryOf"]!.GetValue<Guid>(), retry["progress"]!["total"]!.GetValue<int>()));
        Assert.Equal([retryId], (await app.Api.GetAsync($"{Push}/{id}")).Json["retries"]!.AsArray().Select(r => r!.GetValue<Guid>()));
        var listed = (await app.Api.GetAsync($"{Push}?pageSize=250")).Json["items"]!.AsArray().Single(j => j!["id"]!.GetValue<Guid>() == retryId);
        Assert.Equal(id, listed!["retryOf"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task The_same_key_finds_the_same_retry()
    {
        var (id, _) = await EndedAsync(products: 2, failed: 1);

        var first = (await app.Api.PostAsync($"{Push}/{id}/retry-failed", null, ("Idempotency-Key", "tuesday"))).ShouldBe(HttpStatusCode.Accepted);
        var again = (await app.Api.PostAsync($"{Push}/{id}/retry-failed", null, ("Idempotency-Key", "tuesday"))).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal(first.Value<Guid>("id"), again.Value<Guid>("id"));
    }

    [Fact]
    public async Task What_can_not_be_retried_is_said_in_a_sentence()
    {
        var (calm, _) = await EndedAsync(products: 1, failed: 0);
        var (busy, store) = await EndedAsync(products: 1, failed: 1);
        var running = (await app.Api.PostAsync(Push, $$"""{"storeIds": ["{{store.Id}}"]}""")).Value<Guid>("id");

        Assert.Contains("no product failed", (await app.Api.PostAsync($"{Push}/{calm}/retry-failed")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("has not ended", (await app.Api.PostAsync($"{Push}/{running}/retry-failed")).ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        var occupied = await app.Api.PostAsync($"{Push}/{busy}/retry-failed");
        Assert.Contains(store.Name, occupied.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(running, occupied.Value<Guid>("jobId"));
        (await app.Api.PostAsync($"{Push}/{Guid.CreateVersion7()}/retry-failed")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.PostAsync($"{Push}/{busy}/retry-failed?outcome=created")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await (await app.CallerWithAsync(Permissions.ProductsView)).PostAsync($"{Push}/{busy}/retry-failed")).ShouldBeProblem(HttpStatusCode.Forbidden);
    }

    /// <summary>A push that is over in a store of its own.</summary>
    private async Task<(Guid Id, Store Store)> EndedAsync(int products, int failed)
    {
        var store = A.Store();
        var items = Enumerable.Range(0, products).Select(_ => A.Product()).ToList();
        await app.SaveAsync([store, .. items]);
        await app.SaveAsync(items.Select(product => A.Channel(product, store)));
        var id = (await app.Api.PostAsync(Push, $$"""{"storeIds": ["{{store.Id}}"]}""")).ShouldBe(HttpStatusCode.Accepted).Value<Guid>("id");
        await using var db = await app.ContextAsync();
        var push = await db.StorePushes.SingleAsync(p => p.JobId == id, Ct);
        db.PushItems.AddRange(items.Select(p => new PushItem { StorePushId = push.Id, ProductId = p.Id }));
        push.Progress = push.Progress with { Total = products, Created = products - failed, Failed = failed };
        await db.SaveChangesAsync(Ct);
        var refused = items.Take(failed).Select(p => p.Id).ToList();
        var rows = db.PushItems.Where(i => i.StorePushId == push.Id);
        await rows.ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Created), Ct);
        await rows.Where(i => refused.Contains(i.ProductId)).ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Failed), Ct);
        await db.StorePushes.Where(p => p.JobId == id).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Status, StorePushStatus.Completed).SetProperty(p => p.PlannedAt, push.CreatedAt), Ct);
        await db.BulkPushJobs.Where(j => j.Id == id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, BulkPushJobStatus.Completed), Ct);
        return (id, store);
    }
}
