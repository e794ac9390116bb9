using BulkPush.Core.Persistence.Embedded;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Persistence.Embedded;

public sealed class PostgresBinariesSearchTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public async Task Takes_the_named_directory_before_any_other()
    {
        var named = Install("named", 97);

        var found = await new PostgresBinariesSearch(named, Install("onpath", 98), _directory.Combine("none")).FindAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(new PostgresBinaries(named, 97), found);
    }

    [Fact]
    public async Task Refuses_a_named_directory_without_a_server_instead_of_looking_elsewhere()
    {
        var search = new PostgresBinariesSearch(_directory.Path, Install("onpath", 98), _directory.Combine("none"));

        var exception = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => search.FindAsync(null, TestContext.Current.CancellationToken));

        Assert.StartsWith("BULKPUSH_PG_BIN is ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_the_version_that_made_the_data_among_others()
    {
        var path = string.Join(Path.PathSeparator, Install("a", 97), Install("b", 98), Install("c", 99));

        var found = await new PostgresBinariesSearch(null, path, _directory.Combine("none")).FindAsync(98, TestContext.Current.CancellationToken);

        Assert.Equal(98, found?.MajorVersion);
    }

    [Fact]
    public async Task Follows_a_link_on_the_path_to_the_directory_with_all_programs()
    {
        var real = Install("real", 98);
        var links = Directory.CreateDirectory(_directory.Combine("links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "postgres"), Path.Combine(real, "postgres"));

        var found = await new PostgresBinariesSearch(null, links, _directory.Combine("none")).FindAsync(98, TestContext.Current.CancellationToken);

        Assert.Equal(real, found?.Directory);
    }

    [Fact]
    public async Task Finds_what_was_downloaded_before()
    {
        Install(Path.Combine("downloads", "98.1", "native", "bin"), 98);

        var found = await new PostgresBinariesSearch(null, null, _directory.Combine("downloads")).FindAsync(98, TestContext.Current.CancellationToken);

        Assert.Equal(98, found?.MajorVersion);
    }

    [Fact]
    public async Task Passes_over_servers_that_are_too_old()
    {
        var old = Install("old", PostgresBinariesSearch.OldestMajorVersion - 1);

        var found = await new PostgresBinariesSearch(null, old, _directory.Combine("none")).FindAsync(null, TestContext.Current.CancellationToken);

        Assert.NotEqual(old, found?.Directory);
    }

    public void Dispose() => _directory.Dispose();

    private string Install(string name, int version)
    {
        var bin = Directory.CreateDirectory(_directory.Combine(name)).FullName;
        foreach (var program in new[] { "postgres", "initdb" })
        {
            var file = Path.Combine(bin, program);
            File.WriteAllText(file, $"#!/bin/sh\necho 'postgres (PostgreSQL) {version}.1'\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return bin;
    }
}
