using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ListUnchangedProducts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "push_unchanged",
                columns: table => new
                {
                    store_push_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slice = table.Column<long>(type: "bigint", nullable: false),
                    product_ids = table.Column<long[]>(type: "bigint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_unchanged", x => new { x.store_push_id, x.slice });
                    table.ForeignKey(
                        name: "fk_push_unchanged_store_pushes_store_push_id",
                        column: x => x.store_push_id,
                        principalTable: "store_pushes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "push_unchanged");
        }
    }
}
