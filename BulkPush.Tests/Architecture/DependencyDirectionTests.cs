using System.Text.RegularExpressions;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Architecture;

/// <summary>Which folder may know which; docs/architecture.md says why.</summary>
public sealed partial class DependencyDirectionTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Catalog"] = ["Stores", "Security", "Persistence"],
        ["Stores"] = ["Catalog", "Security", "Persistence"],
        ["Security"] = ["Persistence"],
        // Told what happened, and knows nobody who tells: what is news is recorded with it.
        ["Notifications"] = ["Security", "Persistence"],
        ["Jobs"] = ["Catalog", "Stores", "Notifications", "Security", "Persistence"],
        ["Shopify"] = ["Catalog", "Stores", "Security"],
        ["Pushing"] = ["Catalog", "Stores", "Notifications", "Jobs", "Shopify", "Security", "Persistence"],
        ["Schedules"] = ["Jobs", "Security", "Persistence"],
        // Contexts and mappings: they name the entities, and nobody's behaviour.
        ["Persistence"] = ["Catalog", "Stores", "Notifications", "Jobs", "Schedules", "Security"],
    };

    public static TheoryData<string> CoreFolders => [.. Directory.GetDirectories(Path.Combine(SourceTree.Root, "BulkPush.Core")).Select(path => Path.GetFileName(path)).Where(name => name is not ("bin" or "obj"))];

    [Theory]
    [MemberData(nameof(CoreFolders))]
    public void A_folder_of_Core_knows_only_those_it_may(string folder)
    {
        Assert.True(MayKnow.ContainsKey(folder), $"BulkPush.Core/{folder} is new: say here what it may know.");

        var forbidden = Uses($"BulkPush.Core/{folder}").Where(use => use.Folder != folder && !MayKnow[folder].Contains(use.Folder));

        Assert.Empty(forbidden.Select(use => $"{use.File} knows {use.Folder}"));
    }

    [Fact]
    public void Pages_and_endpoints_know_neither_tables_nor_Shopify()
    {
        // Hosting puts the process together, so it alone names the database.
        var forbidden = Uses("BulkPush.Web")
            .Where(use => use.Folder is "Persistence" or "Shopify" && !use.File.StartsWith("BulkPush.Web/Hosting/", StringComparison.Ordinal));

        Assert.Empty(forbidden.Select(use => $"{use.File} knows {use.Folder}"));
    }

    [Fact]
    public void Core_knows_neither_ASP_NET_nor_Blazor()
    {
        var forbidden = SourceTree.Files("BulkPush.Core", ".cs")
            .Where(file => AspNet().IsMatch(SourceTree.Read(file)));

        Assert.Empty(forbidden);
    }

    [Fact]
    public void No_name_hides_what_a_file_is_for()
    {
        var hiding = SourceTree.Files("BulkPush.Core", ".cs")
            .Concat(SourceTree.Files("BulkPush.Web", ".cs", ".razor"))
            .Concat(SourceTree.Files("BulkPush.Tests", ".cs"))
            .Where(file => BucketName().IsMatch(file));

        Assert.Empty(hiding);
    }

    private static IEnumerable<(string File, string Folder)> Uses(string folder) =>
        from file in SourceTree.Files(folder, ".cs", ".razor")
        from folderUsed in CoreName().Matches(SourceTree.Read(file)).Select(match => match.Groups[1].Value).Distinct()
        where MayKnow.ContainsKey(folderUsed)
        select (file, folderUsed);

    [GeneratedRegex(@"BulkPush\.Core\.(\w+)")]
    private static partial Regex CoreName();

    // Identity's user and the data-protection keys are rows of ours; their packages have ASP.NET in the name and need none of it.
    [GeneratedRegex(@"Microsoft\.AspNetCore\.(?!Identity|DataProtection)|MudBlazor|Microsoft\.JSInterop")]
    private static partial Regex AspNet();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilit(y|ies)|Common|Misc|Impl)(/|Tests)?[./]")]
    private static partial Regex BucketName();
}
