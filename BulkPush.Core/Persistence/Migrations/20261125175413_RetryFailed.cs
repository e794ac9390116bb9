using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RetryFailed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "retry_of",
                table: "bulk_push_jobs",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_bulk_push_jobs_retry_of",
                table: "bulk_push_jobs",
                column: "retry_of");

            migrationBuilder.AddForeignKey(
                name: "fk_bulk_push_jobs_bulk_push_jobs_retry_of",
                table: "bulk_push_jobs",
                column: "retry_of",
                principalTable: "bulk_push_jobs",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_bulk_push_jobs_bulk_push_jobs_retry_of",
                table: "bulk_push_jobs");

            migrationBuilder.DropIndex(
                name: "ix_bulk_push_jobs_retry_of",
                table: "bulk_push_jobs");

            migrationBuilder.DropColumn(
                name: "retry_of",
                table: "bulk_push_jobs");
        }
    }
}
