using System.Globalization;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace BulkPush.Tests.EndToEnd;

/// <summary>The real application with demo stores and a catalogue, and visitors with a real browser. Each test class has its own.</summary>
public sealed class Dashboard(PostgresCluster cluster, Chromium chromium) : IAsyncLifetime
{
    public const string LampHouse = "lamp-house";
    public const string Harbour = "harbour-goods";
    private const string Password = "Correct-Horse-9-Battery";

    // Slow shops are there to be watched, one call a product: files would not wait for their points. And nobody waits half a minute for a probe.
    private static readonly Dictionary<string, string> Directly = new()
    {
        ["Pushing:BulkOverhead"] = "01:00:00",
        ["Pushing:ProbeAfter"] = "00:00:01",
        ["Pushing:ProbeAtMost"] = "00:00:01",
    };

    private RunningApp? _app;
    private string _connectionString = "";

    internal RunningApp App => _app ?? throw new InvalidOperationException("The application has not started.");

    public async ValueTask InitializeAsync()
    {
        _connectionString = await cluster.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        _app = RunningApp.Start(_connectionString, Directly);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>Makes a demo shop and a store that pushes to it.</summary>
    /// <param name="control">The shop's settings, as its control endpoint takes them.</param>
    internal async Task<Guid> AddStoreAsync(string shop, string name, object control, CancellationToken cancellationToken)
    {
        await ControlAsync(shop, control, cancellationToken);
        var edit = new StoreEdit
        {
            Name = name,
            Domain = $"{shop}.myshopify.com",
            AdminUrl = new Uri(App.Address, $"demo-stores/{shop}").ToString(),
            AccessToken = $"shpat_{shop}",
        };
        var saved = Assert.IsType<StoreSaveResult.Saved>(await App.Get<StoreService>().CreateAsync(edit, "tests", cancellationToken));
        return saved.Store.Id;
    }

    /// <summary>Makes or changes a demo shop.</summary>
    internal async Task ControlAsync(string shop, object control, CancellationToken cancellationToken)
    {
        using var client = App.CreateClient();
        using var made = await client.PutAsJsonAsync($"demo-stores/{shop}/control", control, cancellationToken);
        made.EnsureSuccessStatusCode();
    }

    /// <summary>Changes a product as its editor would.</summary>
    internal async Task EditAsync(long productId, Func<ProductContent, ProductContent> change, CancellationToken cancellationToken)
    {
        var product = (await App.Get<ProductQueries>().FindAsync(productId, cancellationToken))!;
        var saved = await App.Get<CatalogService>().UpdateAsync(productId, product.Revision, change(product.Content), "tests", cancellationToken);
        Assert.IsType<ProductUpdateResult.Saved>(saved);
    }

    /// <summary>Gives a product something that our catalogue keeps and Shopify does not accept.</summary>
    internal Task RefuseAsync(long productId, CancellationToken cancellationToken) => EditAsync(
        productId,
        content => content with { Metafields = [.. content.Metafields, new MetafieldContent("shopify", "pieces", "number_integer", "12")] },
        cancellationToken);

    /// <summary>Imports products <c>lamp-1</c> to <c>lamp-n</c> and activates them in the stores.</summary>
    internal async Task AddProductsAsync(int count, IEnumerable<Guid> storeIds, CancellationToken cancellationToken)
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(Lamps(count)));
        var imported = await App.Get<ProductCsvImporter>().ImportAsync(csv, "tests", progress: null, cancellationToken);
        Assert.Empty(imported.Errors);
        foreach (var storeId in storeIds)
            await App.Get<ProductChannelService>().SetActiveAsync(storeId, productIds: null, isActive: true, "tests", cancellationToken);
    }

    /// <summary>A product CSV with lamps, numbered with three digits so that they sort by number.</summary>
    internal static string Lamps(int count)
    {
        var csv = new StringBuilder("Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status\n");
        for (var i = 1; i <= count; i++)
            csv.Append(CultureInfo.InvariantCulture, $"lamp-{i:000},Lamp {i:000},<p>Lights corner {i}.</p>,Lumen & Co,Lamp,light,TRUE,Title,Default Title,L-{i:000},{10 + i}.50,active\n");
        return csv.ToString();
    }

    /// <summary>What a demo shop holds.</summary>
    internal async Task<int> CountInShopAsync(string shop, CancellationToken cancellationToken)
    {
        using var client = App.CreateClient();
        using var products = JsonDocument.Parse(await client.GetStringAsync(new Uri($"demo-stores/{shop}/products.json", UriKind.Relative), cancellationToken));
        return products.RootElement.GetArrayLength();
    }

    /// <summary>An operator with these permissions and no others.</summary>
    internal async Task AddOperatorAsync(string email, params string[] permissions)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<BulkPushUser>>();
        var user = new BulkPushUser { UserName = email, Email = email };
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        Assert.True((await users.AddClaimsAsync(user, permissions.Select(p => new Claim(Permissions.ClaimType, p)))).Succeeded);
    }

    /// <summary>Another node of the same installation, with pages and API only, as a process that a test may kill.</summary>
    internal Task<AppProcess> StartNodeAsync() => AppProcess.StartAsync(
        _connectionString, new Dictionary<string, string> { ["BulkPush:Roles"] = "web", ["Shopify:AllowLoopback"] = "true" });

    /// <summary>A visitor who has signed in and stands on the Products page.</summary>
    /// <param name="address">Where the visitor finds the application, when not at its own address.</param>
    internal async Task<Visit> SignInAsync(
        string email = RunningApp.AdminEmail,
        ColorScheme scheme = ColorScheme.Light,
        int width = 1440,
        int height = 900,
        Uri? address = null)
    {
        var browser = await chromium.StartAsync(TestContext.Current.CancellationToken);
        var visit = await Visit.BeginAsync(browser, address ?? App.Address, scheme, width, height);
        await visit.Page.GotoAsync("account/sign-in");
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(email == RunningApp.AdminEmail ? RunningApp.AdminPassword : Password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Products", Exact = true }).WaitForAsync();
        return visit;
    }
}
