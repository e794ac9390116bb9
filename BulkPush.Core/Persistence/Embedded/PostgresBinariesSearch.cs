using System.Runtime.InteropServices;

namespace BulkPush.Core.Persistence.Embedded;

/// <summary>Finds server programs on this machine: the named directory, the usual places (newest first), PATH, then what was downloaded before.</summary>
internal sealed class PostgresBinariesSearch(string? namedDirectory, string? searchPath, string downloads)
{
    /// <summary>Oldest server that BulkPush works with: databases are cloned with STRATEGY, new in 15.</summary>
    public const int OldestMajorVersion = 15;

    private static readonly string[] UsualRoots =
    [
        "/usr/lib/postgresql",
        "/usr/local/lib/postgresql",
        "/opt/postgresql",
        "/opt/homebrew/opt",
        "/usr/local/opt",
        "/Library/PostgreSQL",
        "/Applications/Postgres.app/Contents/Versions",
    ];

    private static readonly string[] UsualDirectories = ["/usr/pgsql/bin", "/usr/local/pgsql/bin", "/usr/libexec/postgresql", "/usr/bin", "/usr/local/bin"];

    /// <param name="requiredMajorVersion">Version of data that exists already; null when any supported one will do.</param>
    /// <returns>Null when there is nothing suitable.</returns>
    /// <exception cref="EmbeddedPostgresException">BULKPUSH_PG_BIN names a directory that cannot be used.</exception>
    public async Task<PostgresBinaries?> FindAsync(int? requiredMajorVersion, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(namedDirectory))
        {
            var named = await PostgresBinaries.ProbeAsync(namedDirectory, cancellationToken);
            return named is not null && Suits(named, requiredMajorVersion)
                ? named
                : throw new EmbeddedPostgresException(
                    $"BULKPUSH_PG_BIN is {namedDirectory}, which holds {(named is null ? "no PostgreSQL server that runs here" : $"PostgreSQL {named.MajorVersion}")}; needed is {Wanted(requiredMajorVersion)}.");
        }

        foreach (var directory in Candidates())
        {
            if (await PostgresBinaries.ProbeAsync(directory, cancellationToken) is { } found && Suits(found, requiredMajorVersion))
                return found;
        }

        return null;
    }

    /// <summary>What to tell people who have no suitable server.</summary>
    public static string Advice(int? requiredMajorVersion)
    {
        var install = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "brew install postgresql@17"
            : RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "winget install PostgreSQL.PostgreSQL.17, then set ConnectionStrings:BulkPush"
            : File.Exists("/etc/debian_version") ? "sudo apt-get install postgresql"
            : File.Exists("/etc/alpine-release") ? "sudo apk add postgresql17"
            : "sudo dnf install postgresql-server (or your distribution's PostgreSQL server package)";
        return $"BulkPush needs {Wanted(requiredMajorVersion)}: {install}; or name the directory of its programs in BULKPUSH_PG_BIN; or set ConnectionStrings:BulkPush to a server you have.";
    }

    private static string Wanted(int? requiredMajorVersion) => requiredMajorVersion is { } major
        ? $"the PostgreSQL {major} server, whose data is here already"
        : $"a PostgreSQL server, version {OldestMajorVersion} or newer";

    private static bool Suits(PostgresBinaries binaries, int? requiredMajorVersion) =>
        requiredMajorVersion is { } major ? binaries.MajorVersion == major : binaries.MajorVersion >= OldestMajorVersion;

    private IEnumerable<string> Candidates()
    {
        var versioned = UsualRoots.SelectMany(SubdirectoriesNewestFirst).Select(directory => Path.Combine(directory, "bin"));
        var onPath = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(WithTargetOfLink);
        var downloaded = SubdirectoriesNewestFirst(downloads).Select(NpmPostgres.BinariesIn);
        return versioned.Concat(UsualDirectories).Concat(onPath).Concat(downloaded).Distinct();
    }

    private static IEnumerable<string> SubdirectoriesNewestFirst(string root) => !Directory.Exists(root) ? [] : Directory.GetDirectories(root)
        .Where(directory => !directory.StartsWith('.'))
        .OrderByDescending(VersionIn)
        .ThenByDescending(directory => directory, StringComparer.Ordinal);

    private static double VersionIn(string directory)
    {
        var name = Path.GetFileName(directory);
        var digits = new string([.. name.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]);
        return double.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    /// <summary>A program on PATH is often a link into the directory where its siblings are.</summary>
    private static IEnumerable<string> WithTargetOfLink(string directory)
    {
        yield return directory;
        var target = File.Exists(Path.Combine(directory, "postgres"))
            ? new FileInfo(Path.Combine(directory, "postgres")).ResolveLinkTarget(returnFinalTarget: true)
            : null;
        if (target is not null)
            yield return Path.GetDirectoryName(target.FullName)!;
    }
}
