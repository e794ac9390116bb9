using System.Text;
using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Catalog.Csv;

public sealed class DemoCatalogueTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_catalogue_comes_in_whole_and_is_varied()
    {
        var clock = new FakeTimeProvider(A.Moment);
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "DemoStores", "demo-catalogue.csv"));

        var result = await new ProductCsvImporter(postgres.Contexts, new AuditLog(clock), clock).ImportAsync(file, "test", null, Ct);

        Assert.Empty(result.Errors);
        Assert.Empty(result.IgnoredColumns);
        Assert.InRange(result.Created, 420, 1000);
        await using var db = postgres.CreateContext();
        var products = await db.Products.AsNoTracking()
            .Include(p => p.Variants).Include(p => p.Images).Include(p => p.Metafields).AsSplitQuery()
            .ToListAsync(Ct);
        Assert.Equal((1, 60), (products.Min(p => p.Variants.Count), products.Max(p => p.Variants.Count)));
        Assert.Equal((0, 8), (products.Min(p => p.Images.Count), products.Max(p => p.Images.Count)));
        Assert.Equal(Enum.GetValues<ProductStatus>(), products.Select(p => p.Status).Distinct().Order());
        Assert.All(
            new[] { (0x0370, 0x03FF), (0x0600, 0x06FF), (0x3040, 0x309F), (0x1F300, 0x1FAFF) },
            range => Assert.Contains(products, p => p.Title.EnumerateRunes().Any(rune => IsIn(rune, range))));
        Assert.Contains(products, p => p.Metafields.Any(field => field.Type == ProductContentRules.MultiLineText));
        Assert.Contains(products, p => p.Variants.Any(variant => variant.CompareAtPrice > variant.Price));
        Assert.All(products.SelectMany(p => p.Images), image => Assert.StartsWith("https://images.example.com/", image.Src, StringComparison.Ordinal));
    }

    private static bool IsIn(Rune rune, (int First, int Last) range) => rune.Value >= range.First && rune.Value <= range.Last;
}
