using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BulkPush.Core.Persistence.Configurations;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products");
        builder.Property(p => p.CustomId).HasDefaultValueSql("gen_random_uuid()");
        builder.HasIndex(p => p.CustomId).IsUnique().HasDatabaseName("ux_products_custom_id");
        builder.Property(p => p.Handle).HasMaxLength(Product.MaxTextLength);
        builder.Property(p => p.Title).HasMaxLength(Product.MaxTextLength);
        builder.Property(p => p.Vendor).HasMaxLength(Product.MaxTextLength);
        builder.Property(p => p.ProductType).HasMaxLength(Product.MaxTextLength);
        builder.Property(p => p.Status).HasConversion<LowerCaseEnum<ProductStatus>>().HasMaxLength(16);
        builder.Property(p => p.Revision).IsConcurrencyToken();
        builder.HasIndex(p => p.Handle).IsUnique().HasDatabaseName("ux_products_handle");
        builder.HasIndex(p => p.Title).HasDatabaseName("ix_products_title");
        builder.HasMany(p => p.Variants).WithOne().HasForeignKey(v => v.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(p => p.Images).WithOne().HasForeignKey(i => i.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(p => p.Metafields).WithOne().HasForeignKey(m => m.ProductId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ProductVariantConfiguration : IEntityTypeConfiguration<ProductVariant>
{
    public void Configure(EntityTypeBuilder<ProductVariant> builder)
    {
        builder.ToTable("product_variants");
        builder.Property(v => v.Sku).HasMaxLength(Product.MaxTextLength);
        builder.Property(v => v.Barcode).HasMaxLength(Product.MaxTextLength);
        builder.Property(v => v.Price).HasPrecision(20, 2);
        builder.Property(v => v.CompareAtPrice).HasPrecision(20, 2);
        builder.Property(v => v.Cost).HasPrecision(20, 2);
        builder.Property(v => v.Weight).HasPrecision(20, 4);
        builder.Property(v => v.WeightUnit).HasConversion<LowerCaseEnum<WeightUnit>>().HasMaxLength(16);
        builder.Property(v => v.InventoryPolicy).HasConversion<LowerCaseEnum<InventoryPolicy>>().HasMaxLength(16);
        builder.HasIndex(v => v.ProductId).HasDatabaseName("ix_product_variants_product_id");
        builder.HasIndex(v => v.Sku).HasDatabaseName("ix_product_variants_sku");
    }
}

internal sealed class ProductImageConfiguration : IEntityTypeConfiguration<ProductImage>
{
    public void Configure(EntityTypeBuilder<ProductImage> builder)
    {
        builder.ToTable("product_images");
        builder.HasIndex(i => i.ProductId).HasDatabaseName("ix_product_images_product_id");
    }
}

internal sealed class ProductMetafieldConfiguration : IEntityTypeConfiguration<ProductMetafield>
{
    public void Configure(EntityTypeBuilder<ProductMetafield> builder)
    {
        builder.ToTable("product_metafields");
        builder.Property(m => m.Namespace).HasMaxLength(255);
        builder.Property(m => m.Key).HasMaxLength(64);
        builder.Property(m => m.Type).HasMaxLength(100);
        builder.HasIndex(m => new { m.ProductId, m.Namespace, m.Key }).IsUnique().HasDatabaseName("ux_product_metafields_key");
    }
}

internal sealed class ProductChannelConfiguration : IEntityTypeConfiguration<ProductChannel>
{
    public void Configure(EntityTypeBuilder<ProductChannel> builder)
    {
        builder.ToTable("product_channels");
        builder.Property(c => c.ShopifyProductId).HasMaxLength(64);
        builder.Property(c => c.PushedHash).HasMaxLength(64);
        builder.Property(c => c.PushedVariantsHash).HasMaxLength(64);
        builder.Property(c => c.PushedMediaHash).HasMaxLength(64);
        builder.Property(c => c.PushedMetafieldsHash).HasMaxLength(64);
        builder.Property(c => c.LastErrorCode).HasMaxLength(100);
        builder.Property(c => c.Images).HasJsonDocument();
        builder.Property(c => c.FailedImages).HasDefaultValue(0);
        builder.Property(c => c.ImagesChecks).HasDefaultValue(0);
        builder.HasIndex(c => new { c.StoreId, c.ImagesCheckAt }).HasFilter("images_check_at is not null").HasDatabaseName("ix_product_channels_images_check");
        builder.HasIndex(c => new { c.StoreId, c.FailedImages }).HasFilter("failed_images > 0").HasDatabaseName("ix_product_channels_failed_images");
        builder.Property(c => c.PublishDue).HasDefaultValue(false);
        builder.Property(c => c.PublishedPublications).HasDefaultValueSql("'{}'::text[]");
        builder.HasOne(c => c.Product).WithMany(p => p.Channels).HasForeignKey(c => c.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(c => c.Store).WithMany().HasForeignKey(c => c.StoreId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(c => new { c.StoreId, c.ProductId }).IsUnique().HasDatabaseName("ux_product_channels_store_product");
        builder.HasIndex(c => c.ProductId).HasDatabaseName("ix_product_channels_product_id");
    }
}

internal sealed class StoreConfiguration : IEntityTypeConfiguration<Store>
{
    public void Configure(EntityTypeBuilder<Store> builder)
    {
        builder.ToTable("stores");
        builder.Property(s => s.Name).HasMaxLength(255);
        builder.Property(s => s.Domain).HasMaxLength(255);
        builder.Property(s => s.AdminUrl).HasMaxLength(500);
        builder.Property(s => s.ClientId).HasMaxLength(255);
        builder.Property(s => s.AskedApiVersion).HasMaxLength(32);
        builder.Property(s => s.ServedApiVersion).HasMaxLength(32);
        builder.Ignore(s => s.CredentialKind);
        builder.Property(s => s.Settings).HasJsonDocument();
        builder.Property(s => s.LastCheck).HasJsonDocument();
        builder.Property(s => s.Pace).HasJsonDocument();
        builder.Property(s => s.Publications).HasJsonDocument().HasDefaultValueSql("'[]'::jsonb");
        builder.HasIndex(s => s.Domain).IsUnique().HasDatabaseName("ux_stores_domain");
    }
}
