using System.Net;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Api;

public sealed class NotificationApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Targets = "/api/notifications/targets";
    private const string Deliveries = "/api/notifications/deliveries";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_added_changed_rolled_and_removed_and_its_secret_comes_out_once()
    {
        var name = $"Hook {A.Number()}";
        var created = (await app.Api.PostAsync(Targets, $$"""{"name":"{{name}}","kind":"webhook","url":"https://hooks.example.com/1"}""")).ShouldBe(HttpStatusCode.Created);
        var address = created.Headers.Location!.OriginalString;
        var secret = created.Value<string>("secret");
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(["completedWithErrors", "failed", "breakerOpened"], created.Json["target"]!["events"]!.AsArray().Select(e => (string?)e));

        var changed = (await app.Api.PutAsync(address, $$"""{"name":"{{name}}","kind":"webhook","url":"https://hooks.example.com/2","events":["completed"],"isForEveryPush":false,"isPaused":true,"revision":1}""")).ShouldBe(HttpStatusCode.OK);
        var outdated = await app.Api.PutAsync(address, $$"""{"name":"{{name}}","kind":"webhook","url":"https://hooks.example.com/3","revision":1}""");
        var read = (await app.Api.GetAsync(address)).ShouldBe(HttpStatusCode.OK);
        var list = (await app.Api.GetAsync(Targets)).ShouldBe(HttpStatusCode.OK);
        var rolled = (await app.Api.PostAsync($"{address}/roll-secret")).ShouldBe(HttpStatusCode.OK).Value<string>("secret");

        Assert.Contains("has changed the target since", outdated.ShouldBeProblem(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(2, outdated.Value<int>("revision"));
        Assert.Equal(("https://hooks.example.com/2", true, false), (read.Value<string>("url"), read.Value<bool>("isPaused"), read.Value<bool>("isForEveryPush")));
        Assert.NotEqual(secret, rolled);
        Assert.All([changed, read, list], answer => Assert.DoesNotContain("whsec_", answer.Text, StringComparison.Ordinal));
        (await app.Api.SendAsync(HttpMethod.Delete, address, null)).ShouldBe(HttpStatusCode.NoContent);
        (await app.Api.SendAsync(HttpMethod.Delete, address, null)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.GetAsync(address)).ShouldBeProblem(HttpStatusCode.NotFound);
        (await app.Api.PostAsync($"{address}/roll-secret")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":"X","kind":"webhook","url":"https://169.254.169.254/latest"}""", "url")]
    [InlineData("""{"name":"X","kind":"webhook","url":"http://127.0.0.1/"}""", "url")]
    [InlineData("""{"name":"X","kind":"email","addresses":["nobody"]}""", "addresses")]
    [InlineData("""{"name":"","kind":"email","addresses":["sam@example.com"],"events":[]}""", "events,name")]
    public async Task What_is_wrong_with_a_target_is_said_by_field(string json, string fields)
    {
        var answer = await app.Api.PostAsync(Targets, json);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal(fields.Split(','), ApiAnswer.NamesOf(answer.Json["errors"]).Order());
    }

    [Fact]
    public async Task A_test_says_what_came_back_and_is_in_the_log()
    {
        var created = await app.Api.PostAsync(Targets, $$"""{"name":"Mail {{A.Number()}}","kind":"email","addresses":["sam@example.com"]}""");
        var id = created.Json["target"]!["id"]!.GetValue<Guid>();

        var tried = (await app.Api.PostAsync($"{Targets}/{id}/test")).ShouldBe(HttpStatusCode.OK);
        var log = (await app.Api.GetAsync($"{Deliveries}?targetId={id}&status=failed")).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(("failed", "test"), (tried.Value<string>("status"), tried.Value<string>("event")));
        Assert.StartsWith("E-mail is not set up", tried.Value<string>("lastAnswer"), StringComparison.Ordinal);
        Assert.Equal(1, log.Value<int>("total"));
        (await app.Api.PostAsync($"{Deliveries}/{tried.Value<Guid>("id")}/resend")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await app.Api.PostAsync($"{Targets}/{Guid.CreateVersion7()}/test")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_given_up_is_sent_again()
    {
        var created = await app.Api.PostAsync(Targets, $$"""{"name":"Mail {{A.Number()}}","kind":"email","addresses":["sam@example.com"]}""");
        var target = created.Json["target"]!["id"]!.GetValue<Guid>();
        var id = Guid.CreateVersion7();
        await app.SaveAsync(new NotificationDelivery { Id = id, TargetId = target, Event = NotificationEvent.Failed, Occurrence = id.ToString(), Content = new News(A.Moment), CreatedAt = A.Moment });
        await using (var db = await app.ContextAsync())
            await db.NotificationDeliveries.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Status, DeliveryStatus.Failed).SetProperty(d => d.Attempts, 8), Ct);

        var again = (await app.Api.PostAsync($"{Deliveries}/{id}/resend")).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal(("pending", 0), (again.Value<string>("status"), again.Value<int>("attempts")));
        (await app.Api.PostAsync($"{Deliveries}/{Guid.CreateVersion7()}/resend")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_may_not_manage_notifications_is_refused()
    {
        var caller = await app.CallerWithAsync(Permissions.ProductsView, Permissions.ProductsEdit, Permissions.ProductsPush, Permissions.StoresManage);
        var id = Guid.CreateVersion7();

        foreach (var (method, address) in new[]
                 {
                     (HttpMethod.Get, Targets), (HttpMethod.Get, $"{Targets}/{id}"), (HttpMethod.Delete, $"{Targets}/{id}"), (HttpMethod.Post, $"{Targets}/{id}/test"),
                     (HttpMethod.Post, $"{Targets}/{id}/roll-secret"), (HttpMethod.Get, Deliveries), (HttpMethod.Post, $"{Deliveries}/{id}/resend"),
                 })
            (await caller.SendAsync(method, address, null)).ShouldBeProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_push_names_targets_that_are_told_besides_and_an_unknown_one_is_refused()
    {
        var store = A.Store();
        var product = A.Product();
        await app.SaveAsync(store, product);
        await app.SaveAsync(A.Channel(product, store));
        var created = await app.Api.PostAsync(Targets, $$"""{"name":"Mail {{A.Number()}}","kind":"email","addresses":["sam@example.com"],"isForEveryPush":false}""");
        var target = created.Json["target"]!["id"]!.GetValue<Guid>();

        var unknown = await app.Api.PostAsync("/api/products/bulk-push", $$"""{"storeIds":["{{store.Id}}"],"notifyTargetIds":["{{store.Id}}"]}""");
        var started = (await app.Api.PostAsync("/api/products/bulk-push", $$"""{"storeIds":["{{store.Id}}"],"notifyTargetIds":["{{target}}"]}""")).ShouldBe(HttpStatusCode.Accepted);

        Assert.Equal($"There is no notification target {store.Id}.", unknown.ShouldBeProblem(HttpStatusCode.BadRequest));
        await using var db = await app.ContextAsync();
        var job = await db.BulkPushJobs.SingleAsync(j => j.Id == started.Value<Guid>("id"), Ct);
        Assert.Equal([target], job.Scope.NotifyTargetIds);
    }

    [Fact]
    public void Naming_targets_is_part_of_what_an_idempotency_key_stands_for()
    {
        var told = PushScope.Everything with { NotifyTargetIds = [Guid.CreateVersion7()] };

        Assert.NotEqual(PushScope.Everything.Fingerprint(), told.Fingerprint());
        Assert.Equal(PushScope.Everything.Fingerprint(), (PushScope.Everything with { NotifyTargetIds = [] }).Fingerprint());
    }
}
