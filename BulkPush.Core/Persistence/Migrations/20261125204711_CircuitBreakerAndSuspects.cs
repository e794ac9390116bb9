using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CircuitBreakerAndSuspects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "accepted_at_opening",
                table: "store_pushes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "breaker_opened_at",
                table: "store_pushes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pause_code",
                table: "store_pushes",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pause_reason",
                table: "store_pushes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "probe_at",
                table: "store_pushes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "probes",
                table: "store_pushes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "processed_at_death",
                table: "store_pushes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "worker_deaths",
                table: "store_pushes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "push_suspects",
                columns: table => new
                {
                    store_push_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<long>(type: "bigint", nullable: false),
                    is_marked = table.Column<bool>(type: "boolean", nullable: false),
                    deaths = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_suspects", x => new { x.store_push_id, x.product_id });
                    table.ForeignKey(
                        name: "fk_push_suspects_store_pushes_store_push_id",
                        column: x => x.store_push_id,
                        principalTable: "store_pushes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_store_pushes_probe_at",
                table: "store_pushes",
                column: "probe_at",
                filter: "probe_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "push_suspects");

            migrationBuilder.DropIndex(
                name: "ix_store_pushes_probe_at",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "accepted_at_opening",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "breaker_opened_at",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "pause_code",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "pause_reason",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "probe_at",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "probes",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "processed_at_death",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "worker_deaths",
                table: "store_pushes");
        }
    }
}
