using System.Runtime.CompilerServices;

namespace BulkPush.Tests.Support;

/// <summary>The project's own files, for the tests that read them.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>Paths relative to the root, with forward slashes, of files that people wrote.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "Migrations")),
    ];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
