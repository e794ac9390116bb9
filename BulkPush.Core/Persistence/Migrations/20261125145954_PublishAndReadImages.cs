using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PublishAndReadImages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "publications",
                table: "stores",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "publish_message",
                table: "push_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "publish_outcome",
                table: "push_items",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "failed_images",
                table: "product_channels",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "images",
                table: "product_channels",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "images_check_at",
                table: "product_channels",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "images_checks",
                table: "product_channels",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "publish_due",
                table: "product_channels",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "publish_error",
                table: "product_channels",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "published_publications",
                table: "product_channels",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'::text[]");

            migrationBuilder.CreateIndex(
                name: "ix_push_items_publish_pending",
                table: "push_items",
                columns: new[] { "store_push_id", "product_id", "publish_outcome" },
                filter: "publish_outcome = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_product_channels_failed_images",
                table: "product_channels",
                columns: new[] { "store_id", "failed_images" },
                filter: "failed_images > 0");

            migrationBuilder.CreateIndex(
                name: "ix_product_channels_images_check",
                table: "product_channels",
                columns: new[] { "store_id", "images_check_at" },
                filter: "images_check_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_push_items_publish_pending",
                table: "push_items");

            migrationBuilder.DropIndex(
                name: "ix_product_channels_failed_images",
                table: "product_channels");

            migrationBuilder.DropIndex(
                name: "ix_product_channels_images_check",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "publications",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "publish_message",
                table: "push_items");

            migrationBuilder.DropColumn(
                name: "publish_outcome",
                table: "push_items");

            migrationBuilder.DropColumn(
                name: "failed_images",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "images",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "images_check_at",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "images_checks",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "publish_due",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "publish_error",
                table: "product_channels");

            migrationBuilder.DropColumn(
                name: "published_publications",
                table: "product_channels");
        }
    }
}
