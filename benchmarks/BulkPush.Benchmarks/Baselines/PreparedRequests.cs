using System.Text.Json;
using BulkPush.Core.Catalog;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Benchmarks.Baselines;

/// <summary>The bodies that BulkPush would send for a catalogue, made before the clock runs: a baseline has nothing to do but to send them.</summary>
internal static class PreparedRequests
{
    /// <param name="document">The mutation to send, when it is not BulkPush's own.</param>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(string connectionString, CancellationToken cancellationToken, string? document = null)
    {
        await using var db = new BulkPushDbContext(BulkPushDbContextOptions.Configure(new DbContextOptionsBuilder<BulkPushDbContext>(), connectionString).Options);
        var products = await db.Products.AsNoTracking()
            .Include(p => p.Variants).Include(p => p.Images).Include(p => p.Metafields)
            .OrderBy(p => p.Id).AsSplitQuery().ToListAsync(cancellationToken);
        var mapper = new ProductSetMapper();
        return products.ConvertAll(product => Body(product, mapper, document ?? ShopifyDocuments.ProductSet.Text));
    }

    /// <summary>Makes the definition that custom ids need.</summary>
    public static byte[] Definition() => Body(ShopifyDocuments.CustomIdDefinitionCreate.Text, ShopifyDocuments.CustomIdDefinitionCreate.OperationName, writer =>
    {
        writer.WriteStartObject("definition");
        writer.WriteString("ownerType", "PRODUCT");
        writer.WriteString("namespace", CustomId.Namespace);
        writer.WriteString("key", CustomId.Key);
        writer.WriteString("name", CustomId.DefinitionName);
        writer.WriteString("type", CustomId.Type);
        writer.WriteEndObject();
    });

    private static byte[] Body(Product product, ProductSetMapper mapper, string document)
    {
        var ready = (MapOutcome.Ready)mapper.Map(product, new Core.Shopify.ChannelState(null, null, null, null, null), new StoreSettings(), force: false);
        return Body(document, ShopifyDocuments.ProductSet.OperationName, writer =>
        {
            writer.WriteStartObject("identifier");
            writer.WriteStartObject("customId");
            writer.WriteString("namespace", CustomId.Namespace);
            writer.WriteString("key", CustomId.Key);
            writer.WriteString("value", ready.Call.CustomId);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WritePropertyName("input");
            ready.Call.Full.WriteTo(writer);
        });
    }

    private static byte[] Body(string document, string operationName, Action<Utf8JsonWriter> writeVariables) => ShopifyJson.Object(writer =>
    {
        writer.WriteString("query", document);
        writer.WriteString("operationName", operationName);
        writer.WriteStartObject("variables");
        writeVariables(writer);
        writer.WriteEndObject();
    }).ToArray();
}
