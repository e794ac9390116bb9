using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class QueuePushesOfAStore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_store_pushes_open_store",
                table: "store_pushes");

            migrationBuilder.CreateSequence(
                name: "store_push_places");

            migrationBuilder.AddColumn<bool>(
                name: "is_ahead",
                table: "store_pushes",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "passed_by",
                table: "store_pushes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "place",
                table: "store_pushes",
                type: "bigint",
                nullable: false,
                defaultValueSql: "nextval('store_push_places')");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "turn_until",
                table: "store_pushes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_store_pushes_line",
                table: "store_pushes",
                columns: new[] { "store_id", "place" },
                filter: "status in ('pending', 'running')");

            migrationBuilder.CreateIndex(
                name: "ux_store_pushes_running_store",
                table: "store_pushes",
                column: "store_id",
                unique: true,
                filter: "status = 'running'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_store_pushes_line",
                table: "store_pushes");

            migrationBuilder.DropIndex(
                name: "ux_store_pushes_running_store",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "is_ahead",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "passed_by",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "place",
                table: "store_pushes");

            migrationBuilder.DropColumn(
                name: "turn_until",
                table: "store_pushes");

            migrationBuilder.DropSequence(
                name: "store_push_places");

            migrationBuilder.CreateIndex(
                name: "ux_store_pushes_open_store",
                table: "store_pushes",
                column: "store_id",
                unique: true,
                filter: "status in ('pending', 'running')");
        }
    }
}
