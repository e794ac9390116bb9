using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class BulkOperations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "pace",
                table: "stores",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "strategy",
                table: "store_pushes",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "strategy_reason",
                table: "store_pushes",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bulk_operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    store_push_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    client_identifier = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    staged_path = table.Column<string>(type: "text", nullable: true),
                    shopify_operation_id = table.Column<string>(type: "text", nullable: true),
                    line_count = table.Column<int>(type: "integer", nullable: false),
                    store_revision = table.Column<long>(type: "bigint", nullable: false),
                    verdict = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_operations", x => x.id);
                    table.ForeignKey(
                        name: "fk_bulk_operations_store_pushes_store_push_id",
                        column: x => x.store_push_id,
                        principalTable: "store_pushes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "bulk_operation_lines",
                columns: table => new
                {
                    bulk_operation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_number = table.Column<int>(type: "integer", nullable: false),
                    store_push_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<long>(type: "bigint", nullable: false),
                    product_revision = table.Column<long>(type: "bigint", nullable: false),
                    channel_revision = table.Column<long>(type: "bigint", nullable: false),
                    is_by_id = table.Column<bool>(type: "boolean", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    variants_hash = table.Column<string>(type: "text", nullable: true),
                    media_hash = table.Column<string>(type: "text", nullable: true),
                    metafields_hash = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_operation_lines", x => new { x.bulk_operation_id, x.line_number });
                    table.ForeignKey(
                        name: "fk_bulk_operation_lines_bulk_operations_bulk_operation_id",
                        column: x => x.bulk_operation_id,
                        principalTable: "bulk_operations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ux_bulk_operation_lines_product",
                table: "bulk_operation_lines",
                columns: new[] { "store_push_id", "product_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bulk_operations_store_push_id",
                table: "bulk_operations",
                column: "store_push_id");

            migrationBuilder.CreateIndex(
                name: "ux_bulk_operations_client_identifier",
                table: "bulk_operations",
                column: "client_identifier",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bulk_operation_lines");

            migrationBuilder.DropTable(
                name: "bulk_operations");

            migrationBuilder.DropColumn(
                name: "pace",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "strategy",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "strategy_reason",
                table: "store_pushes");
        }
    }
}
