using System.Reflection;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace BulkPush.Tests.Persistence;

/// <summary>
/// A new version migrates while processes of the version before go on: nothing that they read may go away, and nothing that they write may be refused.
/// What has to go goes one version later, when nobody uses it any more.
/// </summary>
public sealed class MigrationRulesTests
{
    /// <summary>These two found an empty database.</summary>
    private static readonly string[] First = ["QuartzSchema", "Initial"];

    public static TheoryData<Type> Later { get; } = new(typeof(BulkPushDbContext).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Migration)) && !First.Contains(type.Name))
        .OrderBy(type => type.GetCustomAttribute<MigrationAttribute>()!.Id, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Later))]
    public void The_version_before_goes_on_after_a_migration(Type type)
    {
        var migration = (Migration)Activator.CreateInstance(type)!;
        var tables = migration.UpOperations.OfType<CreateTableOperation>().Select(table => table.Name);
        var columns = migration.UpOperations.OfType<AddColumnOperation>().Select(column => $"{column.Table}.{column.Name}");

        Assert.DoesNotContain(migration.UpOperations, operation => Breaks(operation, [.. tables, .. columns]));
    }

    [Fact]
    public void What_breaks_the_version_before_is_told_from_what_does_not()
    {
        Assert.All(
            new MigrationOperation[]
            {
                new DropColumnOperation { Name = "title", Table = "products" },
                new RenameTableOperation { Name = "products" },
                new AddColumnOperation { Name = "weight", Table = "products", ClrType = typeof(int) },
                new CreateIndexOperation { Name = "ux", Table = "products", Columns = ["title"], IsUnique = true },
            },
            operation => Assert.True(Breaks(operation, [])));
        Assert.All(
            new MigrationOperation[]
            {
                new AddColumnOperation { Name = "weight", Table = "products", ClrType = typeof(int), IsNullable = true },
                new AddColumnOperation { Name = "weight", Table = "products", ClrType = typeof(int), DefaultValue = 0 },
                new CreateIndexOperation { Name = "ix", Table = "products", Columns = ["title"] },
                new CreateIndexOperation { Name = "ux", Table = "parcels", Columns = ["title"], IsUnique = true },
                new DropIndexOperation { Name = "ix", Table = "products" },
            },
            operation => Assert.False(Breaks(operation, ["parcels"])));
    }

    /// <param name="added">Tables, and columns as <c>table.column</c>, that the same migration adds: the version before does not know them.</param>
    private static bool Breaks(MigrationOperation operation, HashSet<string> added) => operation switch
    {
        AddColumnOperation column => !added.Contains(column.Table) && !column.IsNullable && column.DefaultValue is null && column.DefaultValueSql is null,

        // Unique where it was not: rows of the version before may be refused. A filter that only new rows meet is for the reviewer to see.
        CreateIndexOperation index => index.IsUnique && index.Filter is null && !added.Contains(index.Table),
        AddForeignKeyOperation key => !added.Contains(key.Table) && !Array.Exists(key.Columns, column => added.Contains($"{key.Table}.{column}")),
        AddUniqueConstraintOperation or AddCheckConstraintOperation => !added.Contains(((ITableMigrationOperation)operation).Table),
        CreateTableOperation or CreateSequenceOperation or DropIndexOperation or DropForeignKeyOperation or DropCheckConstraintOperation or SqlOperation or InsertDataOperation => false,
        AlterColumnOperation altered => !altered.IsNullable || altered.ColumnType != altered.OldColumn.ColumnType,
        _ => true,
    };
}
