using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace BulkPush.Core.Persistence.Migrations
{
    /// <summary>The schema that Quartz makes its own tables in, kept apart from ours.</summary>
    [DbContext(typeof(BulkPushDbContext))]
    [Migration("20251231000000_QuartzSchema")]
    public sealed class QuartzSchema : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.EnsureSchema("jobs");

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropSchema("jobs");
    }
}
