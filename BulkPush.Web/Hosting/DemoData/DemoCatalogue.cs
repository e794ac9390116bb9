using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Web.Hosting.DemoData;

/// <summary>The products of a first run, and which of them each demo store sells.</summary>
internal sealed class DemoCatalogue(ProductCsvImporter importer, ProductChannelService channels, IDbContextFactory<BulkPushDbContext> contexts)
{
    private static string CsvFile => Path.Combine(AppContext.BaseDirectory, "DemoStores", "demo-catalogue.csv");

    /// <summary>Brings the catalogue in; what is there already stays as it is.</summary>
    /// <returns>Ids of all products, by handle.</returns>
    public async Task<IReadOnlyList<long>> ImportAsync(CancellationToken cancellationToken)
    {
        await using (var csv = File.OpenRead(CsvFile))
            await importer.ImportAsync(csv, DemoInstallation.Actor, null, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Products.OrderBy(product => product.Handle).Select(product => product.Id).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Gives each store an assortment of its own: the first sells two of three products and has the rest switched off, the second sells all,
    /// the third every fourth.
    /// </summary>
    public async Task AssortAsync(IReadOnlyList<Guid> stores, IReadOnlyList<long> products, CancellationToken cancellationToken)
    {
        for (var place = 0; place < stores.Count; place++)
        {
            long[] sold = [.. products.Where((_, index) => (place % 3) switch { 2 => index % 4 == 0, _ => true })];
            await channels.SetActiveAsync(stores[place], sold, true, DemoInstallation.Actor, cancellationToken);
            if (place % 3 == 0)
                await channels.SetActiveAsync(stores[place], [.. products.Where((_, index) => index % 3 == 2)], false, DemoInstallation.Actor, cancellationToken);
        }
    }
}
