using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CancelOneStore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_cancel_requested",
                table: "bulk_push_jobs",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "is_cancel_requested",
                table: "bulk_push_jobs");
        }
    }
}
