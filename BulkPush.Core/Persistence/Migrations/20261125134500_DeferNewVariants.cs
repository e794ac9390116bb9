using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class DeferNewVariants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "new_variants_from",
                table: "stores",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deferred_until",
                table: "push_items",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "deferred_product_revision",
                table: "product_channels",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deferred_until",
                table: "product_channels",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "new_variants_from",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "deferred_until",
                table: "push_items");

            migrationBuilder.DropColumn(
                name: "deferred_product_revision",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "deferred_until",
                table: "product_channels");
        }
    }
}
