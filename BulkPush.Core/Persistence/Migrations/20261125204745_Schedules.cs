using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "schedule_id",
                table: "bulk_push_jobs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "scheduled_for",
                table: "bulk_push_jobs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "push_schedules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    cron = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    missed_runs = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    scope = table.Column<string>(type: "jsonb", nullable: false),
                    paused_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    paused_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_run = table.Column<string>(type: "jsonb", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_by = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_schedules", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bulk_push_jobs_schedule_id",
                table: "bulk_push_jobs",
                column: "schedule_id");

            migrationBuilder.CreateIndex(
                name: "ux_bulk_push_jobs_scheduled_run",
                table: "bulk_push_jobs",
                columns: new[] { "schedule_id", "scheduled_for" },
                unique: true,
                filter: "scheduled_for is not null");

            migrationBuilder.CreateIndex(
                name: "ux_push_schedules_name",
                table: "push_schedules",
                column: "name",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_bulk_push_jobs_push_schedules_schedule_id",
                table: "bulk_push_jobs",
                column: "schedule_id",
                principalTable: "push_schedules",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_bulk_push_jobs_push_schedules_schedule_id",
                table: "bulk_push_jobs");

            migrationBuilder.DropTable(
                name: "push_schedules");

            migrationBuilder.DropIndex(
                name: "ix_bulk_push_jobs_schedule_id",
                table: "bulk_push_jobs");

            migrationBuilder.DropIndex(
                name: "ux_bulk_push_jobs_scheduled_run",
                table: "bulk_push_jobs");

            migrationBuilder.DropColumn(
                name: "schedule_id",
                table: "bulk_push_jobs");

            migrationBuilder.DropColumn(
                name: "scheduled_for",
                table: "bulk_push_jobs");
        }
    }
}
