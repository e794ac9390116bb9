using System.Text;
using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BulkPush.Tests.EndToEnd;

/// <summary>Forms, dialogs and their refusals, which no address alone brings up, and the pages of strangers: usable for everybody.</summary>
public sealed class FormAccessibilityTests(Dashboard dashboard, PostgresCluster cluster, Chromium chromium) : IClassFixture<Dashboard>, IAsyncLifetime
{
    private static readonly Dictionary<string, string> Nobody = new()
    {
        ["BulkPush:Bootstrap:AdminEmail"] = "",
        ["BulkPush:Bootstrap:AdminPassword"] = "",
        ["BulkPush:Roles"] = "web",
    };

    private static (Guid Store, Guid Job) _made;

    private readonly List<string> _obstacles = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (_made.Job != Guid.Empty)
            return;
        // Enough for the push to stand there until the last visitor has looked, however slow the machine.
        var store = await dashboard.AddStoreAsync(Dashboard.LampHouse, "Lamp House", new { maximumAvailable = 100, restoreRate = 1 }, Ct);
        await dashboard.AddProductsAsync(120, [store], Ct);
        var started = await dashboard.App.Get<BulkPushJobService>().StartAsync(PushScope.Everything, "tests", idempotencyKey: null, Ct);
        _made = (store, Assert.IsType<StartResult.Started>(started).JobId);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_form_and_dialog_is_free_of_serious_violations(ColorScheme scheme, int width)
    {
        await using var visit = await dashboard.SignInAsync(scheme: scheme, width: width);
        await SwitchChannelsAsync(visit);
        await ImportAsync(visit);
        await EditProductAsync(visit);
        await EditStoreAsync(visit);
        await CancelPushAsync(visit);
        foreach (var address in (string[])["account/password", "account/denied", "error", "status/404", "not-found"])
        {
            await visit.Page.GotoAsync(address);
            await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
            await LookAsync(visit, address);
        }

        Assert.True(_obstacles.Count == 0, string.Join('\n', _obstacles));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_of_a_stranger_is_free_of_serious_violations(ColorScheme scheme, int width)
    {
        await using var empty = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), new Dictionary<string, string>(Nobody) { ["environment"] = "Production" });
        await using var generated = RunningApp.Start(await cluster.CreateDatabaseAsync(Ct), Nobody);
        var browser = await chromium.StartAsync(Ct);
        await using var first = await Visit.BeginAsync(browser, empty.Address, scheme, width, 900);
        await using var stranger = await Visit.BeginAsync(browser, generated.Address, scheme, width, 900);

        await first.Page.GotoAsync("account/setup");
        await LookAsync(first, "set-up");
        await first.Page.GetByLabel("E-mail").FillAsync("ada@example.com");
        await first.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("short");
        await first.Page.GetByLabel("Password again").FillAsync("short");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Create and sign in" }).ClickAsync();
        await Expect(first.Page.GetByTestId("problem")).ToBeVisibleAsync();
        await LookAsync(first, "set-up, refused");

        await stranger.Page.GotoAsync("account/sign-in");
        await Expect(stranger.Page.GetByTestId("generated")).ToBeVisibleAsync();
        await LookAsync(stranger, "sign-in");
        await stranger.Page.GetByLabel("E-mail").FillAsync("eve@example.com");
        await stranger.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password");
        await stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(stranger.Page.GetByTestId("problem")).ToBeVisibleAsync();
        await LookAsync(stranger, "sign-in, refused");

        Assert.True(_obstacles.Count == 0, string.Join('\n', _obstacles));
    }

    private async Task SwitchChannelsAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GetByTestId("switch-channels").ClickAsync();
        await Expect(page.GetByTestId("switch-confirm")).ToBeVisibleAsync();
        await LookAsync(visit, "switch channels");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private async Task ImportAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GetByTestId("import").ClickAsync();
        await Expect(page.GetByTestId("import-choose")).ToBeVisibleAsync();
        await LookAsync(visit, "import");
        await ChooseAsync("Order,Total\n1,2\n");
        await Expect(page.GetByTestId("import-failure")).ToBeVisibleAsync();
        await LookAsync(visit, "import, refused");
        await ChooseAsync("Handle,Title,Variant Price,Colour\nbad-lamp,Bad lamp,twelve,red\n");
        await Expect(page.GetByTestId("import-error-list")).ToBeVisibleAsync();
        await LookAsync(visit, "import, with an error");
        await page.GetByTestId("import-close").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        async Task ChooseAsync(string csv)
        {
            var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByTestId("import-choose").ClickAsync());
            await chooser.SetFilesAsync(new FilePayload { Name = "products.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        }
    }

    private async Task EditProductAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GetByTestId("product-link").First.ClickAsync();
        await page.GetByTestId("edit").ClickAsync();
        await Expect(page.GetByTestId("edit-title")).ToBeVisibleAsync();
        await LookAsync(visit, "product editor");
        await page.GetByTestId("edit-variants[0].price").FillAsync("twelve");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("edit-errors")).ToBeVisibleAsync();
        await LookAsync(visit, "product editor, refused");
        await page.Locator("#content").GetByRole(AriaRole.Link, new() { Name = "Products" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LookAsync(visit, "leave without saving");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(page.GetByTestId("product-grid")).ToBeVisibleAsync();
    }

    private async Task EditStoreAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync("stores/new");
        await Expect(page.GetByTestId("save-store")).ToBeVisibleAsync();
        await LookAsync(visit, "/stores/new");
        await page.GetByTestId("save-store").ClickAsync();
        await Expect(page.GetByTestId("load-failed")).ToBeVisibleAsync();
        await LookAsync(visit, "/stores/new, refused");
        await page.GotoAsync($"stores/{_made.Store}");
        await Expect(page.GetByTestId("save-store")).ToBeVisibleAsync();
        await LookAsync(visit, "/stores/{id}");
    }

    private async Task CancelPushAsync(Visit visit)
    {
        var page = visit.Page;
        await page.GotoAsync($"products/bulk-push/{_made.Job}");
        await page.GetByTestId("cancel-push").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LookAsync(visit, "cancel the push");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let it run" }).ClickAsync();
    }

    private async Task LookAsync(Visit visit, string place) => _obstacles.AddRange(await visit.ObstaclesAsync(place));
}
