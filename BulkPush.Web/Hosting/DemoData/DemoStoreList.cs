using BulkPush.Core.Stores;
using BulkPush.Web.DemoStores;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Hosting.DemoData;

/// <summary>Keeps the stores of the installation in step with the demo stores of this process.</summary>
internal sealed class DemoStoreList(StoreService stores, IOptions<DemoStoresOptions> options, IHttpClientFactory http)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    /// <summary>Whether there is a store that is none of the demo stores.</summary>
    public async Task<bool> HasOthersAsync(CancellationToken cancellationToken)
    {
        var demo = options.Value.Shops.Select(shop => shop.Domain).ToHashSet();
        return (await stores.ListAsync(cancellationToken)).Any(store => !demo.Contains(store.Domain));
    }

    /// <summary>Adds the demo stores that are not there yet, and checks them.</summary>
    /// <returns>Ids of the demo stores, in their own order.</returns>
    public async Task<IReadOnlyList<Guid>> EnsureAsync(int port, CancellationToken cancellationToken)
    {
        var known = await stores.ListAsync(cancellationToken);
        var ids = new List<Guid>();
        foreach (var shop in options.Value.Shops)
        {
            var id = known.FirstOrDefault(store => store.Domain == shop.Domain)?.Id ?? await AddAsync(shop, port, cancellationToken);
            await stores.CheckAsync(id, DemoInstallation.Actor, cancellationToken);
            ids.Add(id);
        }

        return ids;
    }

    /// <summary>Leads stores to this process when the process that they lead to is gone.</summary>
    public async Task RefreshAsync(int port, CancellationToken cancellationToken)
    {
        var known = await stores.ListAsync(cancellationToken);
        foreach (var shop in options.Value.Shops)
        {
            var adminUrl = DemoAddress.AdminUrl(port, shop.Name);
            if (known.FirstOrDefault(store => store.Domain == shop.Domain) is not { } store
                || !DemoAddress.IsFor(store.AdminUrl, shop.Name) || store.AdminUrl == adminUrl || await AnswersAsync(store.AdminUrl!, cancellationToken))
                continue;
            var edit = new StoreEdit { Name = store.Name, Domain = store.Domain, AdminUrl = adminUrl, Settings = store.Settings };
            await stores.UpdateAsync(store.Id, edit, DemoInstallation.Actor, cancellationToken);
        }
    }

    private async Task<Guid> AddAsync(DemoShopOptions shop, int port, CancellationToken cancellationToken)
    {
        var edit = new StoreEdit
        {
            Name = shop.DisplayName ?? shop.Name,
            Domain = shop.Domain,
            AdminUrl = DemoAddress.AdminUrl(port, shop.Name),
            AccessToken = shop.AccessToken,
        };
        return await stores.CreateAsync(edit, DemoInstallation.Actor, cancellationToken) switch
        {
            StoreSaveResult.Saved saved => saved.Store.Id,
            StoreSaveResult.Invalid invalid => throw new InvalidOperationException($"The demo store {shop.Name} was refused: {string.Join(' ', invalid.Errors.SelectMany(error => error.Value))}"),
            var other => throw new InvalidOperationException($"The demo store {shop.Name} was refused: {other}."),
        };
    }

    private async Task<bool> AnswersAsync(string adminUrl, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient();
        client.Timeout = ProbeLimit;
        try
        {
            using var answer = await client.GetAsync(new Uri(adminUrl + "/control"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
