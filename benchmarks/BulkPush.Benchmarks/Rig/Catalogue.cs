using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Benchmarks.Rig;

/// <summary>Products made inside the database, as many as it takes.</summary>
internal static class Catalogue
{
    private const string Make =
        """
        insert into products (handle, title, description_html, vendor, product_type, tags, status, option_names, created_at, updated_at, revision)
        select 'bench-' || n, 'Benchmark product ' || n, '<p>Product ' || n || ' of a benchmark: it has a description of ordinary length, so that a request has one too.</p>',
               'Northwind', 'Shirts', array['bench', 'series ' || n % 50], 'active', case when @variants > 1 then array['Size'] else array[]::text[] end, now(), now(), 1
        from generate_series(1, @products) n;

        insert into product_variants (product_id, position, option_values, sku, price, cost, weight, weight_unit, inventory_policy, is_tracked, is_taxable, requires_shipping)
        select p.id, v, case when @variants > 1 then array['Size ' || v] else array[]::text[] end, p.handle || '-' || v, 19.90 + v, 7, 0.25, 'kilograms', 'deny', true, true, true
        from products p, generate_series(1, @variants) v;

        insert into product_images (product_id, position, src, alt_text)
        select p.id, i, 'https://images.example/' || p.handle || '-' || i || '.jpg', p.title from products p, generate_series(1, @images) i;

        insert into product_metafields (product_id, namespace, key, type, value)
        select p.id, 'bench', 'field_' || m, 'single_line_text_field', 'Value ' || m from products p, generate_series(1, @metafields) m;
        """;

    private const string Sell =
        "insert into product_channels (product_id, store_id, is_active, revision) select p.id, @store, true, 1 from products p order by p.id limit @products";

    public static async Task CreateAsync(string connectionString, ProductShape shape, int products, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connectionString,
            Make,
            [
                new NpgsqlParameter<int>("products", products),
                new NpgsqlParameter<int>("variants", shape.Variants),
                new NpgsqlParameter<int>("images", shape.Images),
                new NpgsqlParameter<int>("metafields", shape.Metafields),
            ],
            cancellationToken);
    }

    /// <summary>Gives the first products a channel in a store.</summary>
    public static async Task SellAsync(string connectionString, Guid storeId, int products, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connectionString, Sell, [new NpgsqlParameter("store", NpgsqlDbType.Uuid) { Value = storeId }, new NpgsqlParameter<int>("products", products)], cancellationToken);

        // As autovacuum would have left it after an import.
        await ExecuteAsync(connectionString, "vacuum analyze", [], cancellationToken);
    }

    public static async Task ExecuteAsync(string connectionString, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What every product of a benchmark has of each.</summary>
internal sealed record ProductShape(int Variants, int Images = 0, int Metafields = 0)
{
    /// <summary>Two variants: the input rounds to nothing, so a call costs the 10 points of the mutation alone.</summary>
    public static readonly ProductShape TenPoints = new(1);
}
