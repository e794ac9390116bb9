using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Stores;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Components.Stores;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Components.Stores;

public sealed class StorePagesTests : MudContext, IClassFixture<PostgresFixture>
{
    private readonly PostgresFixture _postgres;
    private readonly StoreServiceScenario _scenario;
    private readonly BunitAuthorizationContext _authorization;

    public StorePagesTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _scenario = new StoreServiceScenario(postgres);
        _authorization = AddAuthorization();
        _authorization.SetAuthorized("sam@example.com");
        _authorization.SetPolicies([.. Permissions.All]);
        Services.AddSingleton(_scenario.Service);
        Services.AddScoped<CurrentOperator>();
        Services.AddScoped<StoreChecks>();
        var pushes = new JobScenario(postgres.Contexts);
        Services.AddSingleton(new HaltedPushes(postgres.Contexts));
        Services.AddSingleton(pushes.Jobs);
        Services.AddSingleton(pushes.Pauses);
        Services.AddSingleton(new PushRetries(postgres.Contexts, pushes.Jobs));
        Services.AddScoped<StartedPush>();
        Services.AddScoped<JobActions>();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Saving_a_new_store_checks_it_and_returns_to_the_list()
    {
        var domain = $"north-{A.Number()}.myshopify.com";
        _scenario.Answer = _ => Task.FromResult(new StoreCheck { CheckedAt = A.Moment, ShopName = "North Outfitters" });
        var page = Render<StorePage>();

        Fill(page, "Name", "North");
        Fill(page, "Store address", domain);
        await ChooseAsync(page, "kind-token");
        Fill(page, "Admin API access token", "shpat_typed");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/stores", Navigation.Uri, StringComparison.Ordinal));
        var store = (await _scenario.Service.ListAsync(Ct)).Single(s => s.Domain == domain);
        Assert.Equal("North Outfitters", store.LastCheck?.ShopName);
        Assert.Equal("shpat_typed", await _scenario.TokenAsync(store.Id));
    }

    [Fact]
    public async Task Whoever_goes_elsewhere_while_the_saved_store_is_checked_stays_there()
    {
        var (asked, answer) = HoldTheCheck();
        var page = Render<StorePage>();
        Fill(page, "Name", "North");
        Fill(page, "Store address", $"north-{A.Number()}.myshopify.com");
        await ChooseAsync(page, "kind-token");
        Fill(page, "Admin API access token", "shpat_typed");

        var saving = page.Find("form").SubmitAsync();
        await asked.WaitAsync(Ct);
        Navigation.NavigateTo("/products");
        await DisposeComponentsAsync();
        answer.SetResult(new StoreCheck { CheckedAt = A.Moment });
        await saving;

        Assert.EndsWith("/products", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_opens_another_store_while_the_saved_one_is_checked_stays_there()
    {
        var (first, second) = (await _scenario.CreateAsync(), await _scenario.CreateAsync());
        var (asked, answer) = HoldTheCheck();
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, first.Id));
        page.WaitForElement("form");

        var saving = page.Find("form").SubmitAsync();
        await asked.WaitAsync(Ct);
        Navigation.NavigateTo($"/stores/{second.Id}");
        page.Render(parameters => parameters.Add(p => p.Id, second.Id));
        answer.SetResult(new StoreCheck { CheckedAt = A.Moment });
        await saving;

        Assert.EndsWith($"/stores/{second.Id}", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_ends_after_the_list_was_left_breaks_nothing()
    {
        var store = await _scenario.CreateAsync();
        var (asked, answer) = HoldTheCheck();
        var page = Render<StoresPage>();
        page.WaitForElement("[data-testid=check-store]");

        var checking = CardOf(page, store).QuerySelector("[data-testid=check-store]")!.ClickAsync();
        await asked.WaitAsync(Ct);
        await DisposeComponentsAsync();
        answer.SetResult(new StoreCheck { CheckedAt = A.Moment });
        await checking;

        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_the_page_stays()
    {
        var page = Render<StorePage>();
        var before = Navigation.Uri;

        Fill(page, "Store address", "shop.example.com");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("your-store.myshopify.com. A custom domain does not work here", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Enter the client id of the app", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Enter the client secret that belongs to this client id.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(before, Navigation.Uri);
    }

    [Fact]
    public async Task Sales_channels_of_new_products_are_ticked_from_what_the_check_found()
    {
        var store = await _scenario.CreateAsync();
        _scenario.Answer = _ => Task.FromResult(new StoreCheck
        {
            CheckedAt = A.Moment,
            Scopes = ["read_publications"],
            Publications = [new("gid://shopify/Publication/1", "Online Store"), new("gid://shopify/Publication/2", "Point of Sale")],
        });
        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, store.Id));
        page.WaitForElement("form");

        Assert.Equal(["Online Store", "Point of Sale"], page.FindComponents<PublicationSwitches>().Single().FindAll("label").Select(label => label.TextContent.Trim()));
        await page.FindAll("[data-testid=publication] input, input[data-testid=publication]")[1].ChangeAsync(true);
        Assert.Contains("lacks the scope write_publications", page.Find("[data-testid=publications-scope]").TextContent, StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/stores", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal([new StorePublication("gid://shopify/Publication/2", "Point of Sale")], (await _scenario.Service.FindAsync(store.Id, Ct))!.Publications);
    }

    [Fact]
    public async Task An_edit_never_shows_the_token_and_keeps_it_when_the_field_stays_empty()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.Edit(token: "shpat_kept"));
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, store.Id));
        page.WaitForElement("form");
        var markup = page.Markup;

        await page.Find("[data-testid=group-prices-switch]").ChangeAsync(false);
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/stores", Navigation.Uri, StringComparison.Ordinal));
        Assert.DoesNotContain("shpat", markup, StringComparison.Ordinal);
        Assert.Equal("shpat_kept", await _scenario.TokenAsync(store.Id));
        Assert.False((await _scenario.Service.FindAsync(store.Id, Ct))!.Settings.OwnsPrices);
    }

    [Fact]
    public async Task A_permission_withdrawn_while_the_page_is_open_refuses_the_save()
    {
        var store = await _scenario.CreateAsync();
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, store.Id));
        page.WaitForElement("form");
        _authorization.SetPolicies(Permissions.ProductsView);

        Fill(page, "Name", "Changed by nobody");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("the permission to manage stores is missing", page.Markup, StringComparison.Ordinal));
        Assert.Equal(store.Name, (await _scenario.Service.FindAsync(store.Id, Ct))!.Name);
    }

    [Fact]
    public void A_store_that_does_not_exist_says_so()
    {
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, Guid.CreateVersion7()));

        page.WaitForAssertion(() => Assert.Contains("There is no such store", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_asks_the_store_again_and_shows_the_answer()
    {
        var store = await _scenario.CreateAsync();
        _scenario.Answer = _ => Task.FromResult(new StoreCheck { CheckedAt = A.Moment, Problems = ["The token is not valid any more. Enter a new one."] });
        var page = Render<StoresPage>();
        page.WaitForElement("[data-testid=check-store]");

        await CardOf(page, store).QuerySelector("[data-testid=check-store]")!.ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("The token is not valid any more. Enter a new one.", CardOf(page, store).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_database_that_is_away_is_said_and_can_be_tried_again()
    {
        var contexts = new UnsteadyDatabase(_postgres) { IsAway = true };
        Services.AddSingleton(_scenario.With(contexts));
        var page = Render<StoresPage>();
        page.WaitForElement("[data-testid=load-failed]");

        contexts.IsAway = false;
        page.Find("[data-testid=load-failed] button").Click();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=load-failed]")));
    }

    [Fact]
    public async Task The_inventory_page_lists_locations_and_says_what_is_not_there_yet()
    {
        var store = await _scenario.CreateAsync();
        _scenario.Answer = _ => Task.FromResult(new StoreCheck { CheckedAt = A.Moment, Locations = [new("gid://shopify/Location/1", "Oslo", true)] });
        await _scenario.Service.CheckAsync(store.Id, "sam", Ct);

        var page = Render<InventoryMappingPage>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".locations .name"), name => name.TextContent == "Oslo"));
        Assert.Contains("cannot be set up yet", page.Find("[data-testid=not-yet]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("[data-testid=check-now]"));
    }

    [Fact]
    public async Task Without_the_permission_the_inventory_page_offers_no_check()
    {
        await _scenario.CreateAsync();
        _authorization.SetPolicies(Permissions.ProductsView);

        var page = Render<InventoryMappingPage>();

        page.WaitForElement("[data-testid=store-locations]");
        Assert.Empty(page.FindAll("[data-testid=check-now]"));
    }

    /// <summary>Lets a check begin and holds back what the store says.</summary>
    private (Task Asked, TaskCompletionSource<StoreCheck> Answer) HoldTheCheck()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<StoreCheck>());
        _scenario.Answer = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        return (asked.Task, answer);
    }

    [Fact]
    public async Task A_new_store_is_connected_by_client_id_and_secret()
    {
        var domain = $"north-{A.Number()}.myshopify.com";
        var page = Render<StorePage>();

        Fill(page, "Name", "North");
        Fill(page, "Store address", domain);
        Fill(page, "Client id", "client-1");
        Fill(page, "Client secret", "shpss_typed");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/stores", Navigation.Uri, StringComparison.Ordinal));
        await _scenario.TokenAsync((await _scenario.Service.ListAsync(Ct)).Single(s => s.Domain == domain).Id);
        Assert.Equal(("client-1", "shpss_typed"), (_scenario.Grant.Asked[^1].ClientId, _scenario.Grant.Asked[^1].ClientSecret));
    }

    [Fact]
    public async Task An_edit_shows_the_client_id_and_keeps_the_secret_when_the_field_stays_empty()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.ClientEdit("client-1", "shpss_kept"));
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, store.Id));
        page.WaitForElement("form");
        var markup = page.Markup;

        Fill(page, "Name", "Renamed");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/stores", Navigation.Uri, StringComparison.Ordinal));
        Assert.Contains("client-1", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("shpss", markup, StringComparison.Ordinal);
        await _scenario.TokenAsync(store.Id);
        Assert.Equal("shpss_kept", _scenario.Grant.Asked[^1].ClientSecret);
    }

    [Fact]
    public async Task Choosing_the_other_way_in_asks_for_its_secrets()
    {
        var store = await _scenario.CreateAsync(StoreServiceScenario.Edit(token: "shpat_kept"));
        var page = Render<StorePage>(parameters => parameters.Add(p => p.Id, store.Id));
        page.WaitForElement("form");

        await ChooseAsync(page, "kind-client");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Enter the client id of the app", page.Markup, StringComparison.Ordinal));
        Assert.Equal("shpat_kept", await _scenario.TokenAsync(store.Id));
    }

    private static Task ChooseAsync(IRenderedComponent<StorePage> page, string kind) => page.Find($"[data-testid={kind}]").ClickAsync();

    private static void Fill(IRenderedComponent<StorePage> page, string label, string value)
    {
        var id = page.FindAll("label").Single(l => l.TextContent == label).GetAttribute("for");
        page.Find($"#{id}").Change(value);
    }

    private static AngleSharp.Dom.IElement CardOf(IRenderedComponent<StoresPage> page, StoreSummary store) =>
        page.FindAll("[data-testid=store-card]").Single(card => card.TextContent.Contains(store.Domain, StringComparison.Ordinal));
}
