using BulkPush.Core.Catalog;
using BulkPush.Core.Security;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Catalog;

public sealed class CatalogServiceTests : IClassFixture<PostgresFixture>
{
    private readonly PostgresFixture _postgres;
    private readonly FakeTimeProvider _clock = new(A.Moment.AddDays(1));
    private readonly CatalogService _service;

    public CatalogServiceTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _service = new CatalogService(postgres.Contexts, new AuditLog(_clock), _clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_replaces_the_content_bumps_the_revision_and_is_audited()
    {
        var product = await SaveAsync(A.ProductWithVariants(3));

        var result = await _service.UpdateAsync(product.Id, 1, Content(product) with
        {
            Title = "  New title ",
            Tags = ["b", "a"],
            Variants = [new() { OptionValues = ["3"], Price = 5 }, new() { OptionValues = ["9"], Price = 6 }],
            Images = [new("https://images.example.com/1.jpg", "One")],
            Metafields = [new("custom", "care", "single_line_text_field", "Cold")],
        }, "editor@example.com", Ct);

        Assert.Equal(new ProductUpdateResult.Saved(2), result);
        var saved = await FindAsync(product.Id);
        Assert.Equal((2, "New title", A.Moment.AddDays(1)), (saved.Revision, saved.Content.Title, saved.UpdatedAt));
        Assert.Equal(["a", "b"], saved.Content.Tags);
        Assert.Equal([("3", 5m), ("9", 6m)], saved.Content.Variants.Select(variant => (variant.OptionValues[0], variant.Price)));
        Assert.Equal(("Cold", "One"), (saved.Content.Metafields[0].Value, saved.Content.Images[0].AltText));
        await using var db = _postgres.CreateContext();
        Assert.Equal("Changed product 'New title'.", (await db.AuditEntries.SingleAsync(e => e.Actor == "editor@example.com", Ct)).Summary);
    }

    [Fact]
    public async Task Equal_content_is_no_change()
    {
        var product = await SaveAsync(A.ProductWithVariants(2));

        var result = await _service.UpdateAsync(product.Id, 1, Content(product) with { Title = product.Title + "  " }, "idle@example.com", Ct);

        Assert.Equal(new ProductUpdateResult.Saved(1), result);
        Assert.Equal(product.UpdatedAt, (await FindAsync(product.Id)).UpdatedAt);
        await using var db = _postgres.CreateContext();
        Assert.False(await db.AuditEntries.AnyAsync(e => e.Actor == "idle@example.com", Ct));
    }

    [Fact]
    public async Task Metafields_that_swap_their_values_and_names_are_saved()
    {
        var product = A.Product(change: p => p.Metafields.AddRange([Metafield("aa", "1"), Metafield("bb", "2")]));
        await SaveAsync(product);

        var result = await _service.UpdateAsync(product.Id, 1, Content(product) with
        {
            Metafields = [new("custom", "bb", "single_line_text_field", "1"), new("custom", "cc", "single_line_text_field", "3"), new("custom", "aa", "single_line_text_field", "2")],
        }, "test", Ct);

        Assert.IsType<ProductUpdateResult.Saved>(result);
        Assert.Equal(["2", "1", "3"], (await FindAsync(product.Id)).Content.Metafields.Select(field => field.Value));
    }

    [Fact]
    public async Task The_second_of_two_edits_of_the_same_revision_is_a_conflict()
    {
        var product = await SaveAsync(A.Product());
        await _service.UpdateAsync(product.Id, 1, Content(product) with { Title = "First" }, "test", Ct);

        var second = await _service.UpdateAsync(product.Id, 1, Content(product) with { Title = "Second" }, "test", Ct);

        Assert.Equal(new ProductUpdateResult.Conflict(2), second);
        Assert.Equal("First", (await FindAsync(product.Id)).Content.Title);
    }

    [Fact]
    public async Task Of_edits_at_the_same_moment_one_is_saved()
    {
        var product = await SaveAsync(A.Product());

        var results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => Task.Run(() => _service.UpdateAsync(product.Id, 1, Content(product) with { Title = $"Edit {i}" }, "test", Ct), Ct)));

        Assert.Single(results.OfType<ProductUpdateResult.Saved>());
        Assert.All(results.OfType<ProductUpdateResult.Conflict>(), conflict => Assert.Equal(2, conflict.CurrentRevision));
        Assert.Equal(7, results.OfType<ProductUpdateResult.Conflict>().Count());
        Assert.Equal(2, (await FindAsync(product.Id)).Revision);
    }

    [Fact]
    public async Task Bad_content_is_named_by_field_and_not_saved()
    {
        var product = await SaveAsync(A.Product());

        var result = await _service.UpdateAsync(product.Id, 1, Content(product) with { Title = "", Vendor = new string('x', 256) }, "test", Ct);

        Assert.Equal(["title", "vendor"], Assert.IsType<ProductUpdateResult.Invalid>(result).Errors.Keys.Order());
        Assert.Equal(product.Title, (await FindAsync(product.Id)).Content.Title);
    }

    [Fact]
    public async Task Another_products_handle_is_refused()
    {
        var (first, second) = (await SaveAsync(A.Product()), await SaveAsync(A.Product()));

        var result = await _service.UpdateAsync(second.Id, 1, Content(second) with { Handle = first.Handle.ToUpperInvariant() }, "test", Ct);

        Assert.Equal([$"The handle '{first.Handle}' belongs to another product already."], Assert.IsType<ProductUpdateResult.Invalid>(result).Errors["handle"]);
    }

    [Fact]
    public async Task A_product_that_is_gone_is_not_found() =>
        Assert.IsType<ProductUpdateResult.NotFound>(await _service.UpdateAsync(-1, 1, Content(A.Product()), "test", Ct));

    private static ProductMetafield Metafield(string key, string value) => new() { Namespace = "custom", Key = key, Type = "single_line_text_field", Value = value };

    private static ProductContent Content(Product product) => ProductContentMapping.ToContent(product);

    private async Task<Product> SaveAsync(Product product)
    {
        await _postgres.SaveAsync(product);
        return product;
    }

    private async Task<ProductDetails> FindAsync(long id) => (await new ProductQueries(_postgres.Contexts).FindAsync(id, Ct))!;
}
