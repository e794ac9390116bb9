using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Stores;

public sealed class StoreServiceTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly StoreServiceScenario _scenario = new(postgres);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_the_token_encrypted_and_connects_with_it()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.Edit(token: " shpat_secret "));

        await using var db = postgres.CreateContext();
        var row = await db.Stores.SingleAsync(s => s.Id == store.Id, Ct);
        Assert.DoesNotContain("shpat_secret", row.ProtectedAccessToken, StringComparison.Ordinal);
        var connection = await _scenario.Service.ConnectAsync(store.Id, Ct);
        Assert.Equal("shpat_secret", await _scenario.TokenAsync(store.Id));
        Assert.Equal(new Uri($"https://{store.Domain}"), connection!.AdminUrl);
        Assert.DoesNotContain("shpat_secret", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_new_store_without_name_domain_and_token()
    {
        var result = await _scenario.Service.CreateAsync(new StoreEdit { Name = " ", Domain = "shop.example.com", AccessToken = " " }, "sam", Ct);

        var errors = Assert.IsType<StoreSaveResult.Invalid>(result).Errors;
        Assert.Equal(["AccessToken", "Domain", "Name"], errors.Keys.Order());
    }

    [Fact]
    public async Task Refuses_a_second_store_of_the_same_domain()
    {
        var first = await _scenario.CreateAsync();

        var result = await _scenario.Service.CreateAsync(StoreServiceScenario.Edit(domain: first.Domain.ToUpperInvariant()), "sam", Ct);

        Assert.Equal(["Domain"], Assert.IsType<StoreSaveResult.Invalid>(result).Errors.Keys);
    }

    [Fact]
    public async Task Refuses_to_take_another_stores_domain()
    {
        var first = await _scenario.CreateAsync();
        var second = await _scenario.CreateAsync();

        var result = await _scenario.Service.UpdateAsync(second.Id, StoreServiceScenario.Edit(domain: first.Domain), "sam", Ct);

        Assert.Equal(["Domain"], Assert.IsType<StoreSaveResult.Invalid>(result).Errors.Keys);
        Assert.Equal(second.Domain, (await _scenario.Service.FindAsync(second.Id, Ct))!.Domain);
    }

    [Fact]
    public async Task Refuses_an_address_on_this_machine_unless_it_is_allowed()
    {
        var edit = StoreServiceScenario.Edit(adminUrl: "http://127.0.0.1:5000/demo-stores/north/");

        var refused = await _scenario.Service.CreateAsync(edit, "sam", Ct);
        var allowed = await new StoreServiceScenario(postgres, allowLoopback: true).CreateAsync(edit);

        Assert.Equal(["AdminUrl"], Assert.IsType<StoreSaveResult.Invalid>(refused).Errors.Keys);
        Assert.Equal("http://127.0.0.1:5000/demo-stores/north", allowed.AdminUrl);
    }

    [Fact]
    public async Task An_edit_without_a_token_keeps_the_token()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.Edit(token: "shpat_first"));

        await _scenario.Service.UpdateAsync(store.Id, StoreServiceScenario.Edit(domain: store.Domain, token: null) with { Name = "Renamed" }, "sam", Ct);

        Assert.Equal("shpat_first", await _scenario.TokenAsync(store.Id));
        Assert.Equal("Renamed", (await _scenario.Service.FindAsync(store.Id, Ct))!.Name);
    }

    [Fact]
    public async Task Only_settings_that_alter_what_is_sent_make_the_channels_due_again()
    {
        var store = await _scenario.CreateAsync();
        var edit = StoreServiceScenario.Edit(domain: store.Domain, token: null);

        await _scenario.Service.UpdateAsync(store.Id, edit with { Name = "Renamed", AccessToken = "shpat_next" }, "sam", Ct);
        var afterRename = await RevisionAsync(store.Id);
        await _scenario.Service.UpdateAsync(store.Id, edit with { Settings = new StoreSettings { OwnsPrices = false } }, "sam", Ct);

        Assert.Equal(1, afterRename);
        Assert.Equal(2, await RevisionAsync(store.Id));
        Assert.False((await _scenario.Service.FindAsync(store.Id, Ct))!.Settings.OwnsPrices);
    }

    [Fact]
    public async Task Sales_channels_of_new_products_are_kept_with_the_names_of_the_last_check_and_alter_nothing_that_is_sent()
    {
        var store = await _scenario.CreateAsync();
        _scenario.Answer = _ => Task.FromResult(new StoreCheck { CheckedAt = A.Moment, Publications = [new("gid://shopify/Publication/7", "Online Store")] });
        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);
        var edit = StoreServiceScenario.Edit(domain: store.Domain, token: null);

        await _scenario.Service.UpdateAsync(store.Id, edit with { PublicationIds = [" gid://shopify/Publication/7 ", "gid://shopify/Publication/8", "gid://shopify/Publication/7"] }, "sam", Ct);
        await _scenario.Service.UpdateAsync(store.Id, edit with { Name = "Renamed" }, "sam", Ct);

        Assert.Equal(
            [new StorePublication("gid://shopify/Publication/7", "Online Store"), new StorePublication("gid://shopify/Publication/8", "gid://shopify/Publication/8")],
            (await _scenario.Service.FindAsync(store.Id, Ct))!.Publications);
        Assert.Equal(1, await RevisionAsync(store.Id));
    }

    [Fact]
    public async Task Sales_channels_that_no_store_could_have_are_refused()
    {
        var result = await _scenario.Service.CreateAsync(StoreServiceScenario.Edit() with { PublicationIds = ["Online Store"] }, "sam", Ct);

        Assert.Equal(["PublicationIds"], Assert.IsType<StoreSaveResult.Invalid>(result).Errors.Keys);
    }

    [Fact]
    public async Task Two_changes_of_settings_at_once_get_a_revision_each()
    {
        var store = await _scenario.CreateAsync();
        var edit = StoreServiceScenario.Edit(domain: store.Domain, token: null);

        await Task.WhenAll(
            _scenario.Service.UpdateAsync(store.Id, edit with { Settings = new StoreSettings { OwnsPrices = false } }, "sam", Ct),
            _scenario.Service.UpdateAsync(store.Id, edit with { Settings = new StoreSettings { OwnsMedia = false } }, "kim", Ct));

        Assert.Equal(3, await RevisionAsync(store.Id));
    }

    [Fact]
    public async Task A_store_that_has_products_keeps_its_domain()
    {
        var store = await _scenario.CreateAsync();
        var product = A.Product();
        await postgres.SaveAsync(product);
        await postgres.SaveAsync(new ProductChannel { ProductId = product.Id, StoreId = store.Id, ShopifyProductId = "gid://shopify/Product/1" });

        var result = await _scenario.Service.UpdateAsync(store.Id, StoreServiceScenario.Edit(token: null), "sam", Ct);

        Assert.Equal(["Domain"], Assert.IsType<StoreSaveResult.Invalid>(result).Errors.Keys);
    }

    [Fact]
    public async Task A_store_that_has_products_is_not_led_to_another_shop_but_may_follow_one_to_another_port()
    {
        var scenario = new StoreServiceScenario(postgres, allowLoopback: true);
        var store = await scenario.CreateAsync(StoreServiceScenario.Edit(adminUrl: "http://127.0.0.1:5000/demo-stores/north"));
        var product = A.Product();
        await postgres.SaveAsync(product);
        await postgres.SaveAsync(new ProductChannel { ProductId = product.Id, StoreId = store.Id, ShopifyProductId = "gid://shopify/Product/1" });
        var edit = StoreServiceScenario.Edit(domain: store.Domain, token: null);

        var live = await scenario.Service.UpdateAsync(store.Id, edit, "sam", Ct);
        var other = await scenario.Service.UpdateAsync(store.Id, edit with { AdminUrl = "http://127.0.0.1:5000/demo-stores/south" }, "sam", Ct);
        var moved = await scenario.Service.UpdateAsync(store.Id, edit with { AdminUrl = "http://127.0.0.1:6000/demo-stores/north" }, "sam", Ct);

        Assert.Equal(["AdminUrl"], Assert.IsType<StoreSaveResult.Invalid>(live).Errors.Keys);
        Assert.Equal(["AdminUrl"], Assert.IsType<StoreSaveResult.Invalid>(other).Errors.Keys);
        Assert.IsType<StoreSaveResult.Saved>(moved);
    }

    [Fact]
    public async Task A_store_keeps_its_address_while_a_push_is_not_finished()
    {
        var store = await _scenario.CreateAsync();
        var job = new BulkPushJob { Id = Guid.CreateVersion7(), Scope = PushScope.Everything, RequestedBy = "sam", CreatedAt = A.Moment };
        job.StorePushes.Add(new StorePush { Id = Guid.CreateVersion7(), JobId = job.Id, StoreId = store.Id, Progress = new StorePushProgress(), CreatedAt = A.Moment });
        await postgres.SaveAsync(job);

        var result = await _scenario.Service.UpdateAsync(store.Id, StoreServiceScenario.Edit(token: null), "sam", Ct);

        Assert.Contains("not finished", Assert.IsType<StoreSaveResult.Invalid>(result).Errors["Domain"][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_active_channels_only()
    {
        var store = await _scenario.CreateAsync();
        var products = new[] { A.Product(), A.Product(), A.Product() };
        await postgres.SaveAsync(products);
        await postgres.SaveAsync(products.Select((product, index) =>
        {
            var channel = new ProductChannel { ProductId = product.Id, StoreId = store.Id };
            channel.SetActive(index > 0);
            return channel;
        }));

        Assert.Equal(2, (await _scenario.Service.ListAsync(Ct)).Single(s => s.Id == store.Id).ActiveChannels);
    }

    [Fact]
    public async Task A_check_asks_with_the_real_token_and_is_kept()
    {
        var store = await _scenario.CreateAsync();
        _scenario.Answer = async connection => new StoreCheck
        {
            CheckedAt = A.Moment,
            ShopName = await StoreServiceScenario.TokenAsync(connection) == "shpat_secret" ? "Northwind Outdoor" : "wrong token",
            Locations = [new StoreLocation("gid://shopify/Location/1", "Oslo", true)],
        };

        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);

        var check = (await _scenario.Service.FindAsync(store.Id, Ct))!.LastCheck;
        Assert.Equal("Northwind Outdoor", check!.ShopName);
        Assert.Equal("Oslo", Assert.Single(check.Locations).Name);
    }

    [Fact]
    public async Task A_check_of_a_store_edited_meanwhile_is_not_kept()
    {
        var store = await _scenario.CreateAsync();
        _scenario.Answer = async _ =>
        {
            _scenario.Clock.Advance(TimeSpan.FromSeconds(1));
            await _scenario.Service.UpdateAsync(store.Id, StoreServiceScenario.Edit(domain: store.Domain, token: "shpat_other"), "kim", Ct);
            return new StoreCheck { CheckedAt = A.Moment, ShopName = "as the former token saw it" };
        };

        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);

        Assert.Null((await _scenario.Service.FindAsync(store.Id, Ct))!.LastCheck);
    }

    [Fact]
    public async Task A_new_token_forgets_the_last_check()
    {
        var store = await _scenario.CreateAsync();
        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);

        await _scenario.Service.UpdateAsync(store.Id, StoreServiceScenario.Edit(domain: store.Domain, token: "shpat_next"), "sam", Ct);

        Assert.Null((await _scenario.Service.FindAsync(store.Id, Ct))!.LastCheck);
    }

    [Fact]
    public async Task A_check_with_a_token_that_cannot_be_decrypted_says_what_to_do()
    {
        var store = await _scenario.CreateAsync();
        var otherKeys = new StoreServiceScenario(postgres);

        var check = await otherKeys.Service.CheckAsync(store.Id, "sam", Ct);

        Assert.Contains("enter the token again", Assert.Single(check!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_exist_is_not_found()
    {
        var nobody = Guid.CreateVersion7();

        Assert.Null(await _scenario.Service.FindAsync(nobody, Ct));
        Assert.Null(await _scenario.Service.CheckAsync(nobody, "sam", Ct));
        Assert.Null(await _scenario.Service.ConnectAsync(nobody, Ct));
        Assert.IsType<StoreSaveResult.NotFound>(await _scenario.Service.UpdateAsync(nobody, StoreServiceScenario.Edit(), "sam", Ct));
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_trail_without_the_token()
    {
        var store = await _scenario.CreateAsync();
        await _scenario.Service.UpdateAsync(store.Id, StoreServiceScenario.Edit(domain: store.Domain, token: "shpat_next"), "kim", Ct);
        await _scenario.Service.CheckAsync(store.Id, "lee", Ct);

        await using var db = postgres.CreateContext();
        var subject = store.Id.ToString();
        var entries = await db.AuditEntries.Where(e => e.Subject == subject).OrderBy(e => e.Id).ToListAsync(Ct);
        Assert.Equal(["sam@example.com store.created", "kim store.updated", "lee store.checked"], entries.Select(e => $"{e.Actor} {e.Action}"));
        Assert.DoesNotContain(entries, e => e.Summary!.Contains("shpat", StringComparison.Ordinal));
    }

    private async Task<long> RevisionAsync(Guid id)
    {
        await using var db = postgres.CreateContext();
        return await db.Stores.Where(s => s.Id == id).Select(s => s.Revision).SingleAsync(Ct);
    }
}
