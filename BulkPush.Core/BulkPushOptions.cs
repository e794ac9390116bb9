namespace BulkPush.Core;

/// <summary>What this process is and where it keeps things; configuration section <c>BulkPush</c>.</summary>
public sealed class BulkPushOptions
{
    public const string SectionName = "BulkPush";

    /// <summary>Comma-separated <see cref="ProcessRoles"/>; empty for the environment's default.</summary>
    public string Roles { get; set; } = "";

    /// <summary>Where the embedded database lives; empty for the per-user (or, for root, the machine's) application data.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Whether an empty installation with demo stores gets three of them and a catalogue; unset means in Development only.</summary>
    public bool? DemoData { get; set; }

    /// <summary>Where people reach the pages, for links in notifications, for example <c>https://bulkpush.example.com</c>; empty for no links.</summary>
    public string PublicAddress { get; set; } = "";

    public BootstrapOptions Bootstrap { get; set; } = new();

    /// <summary>Absolute path of <see cref="DataDirectory"/> or its default.</summary>
    public string ResolveDataDirectory()
    {
        if (!string.IsNullOrWhiteSpace(DataDirectory))
            return Path.GetFullPath(DataDirectory);

        // PostgreSQL does not run as root but as another user, who cannot enter root's home.
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            return "/var/lib/bulkpush";

        var applicationData = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return applicationData.Length > 0 ? Path.Combine(applicationData, "BulkPush") : Path.Combine(Path.GetTempPath(), $"BulkPush-{Environment.UserName}");
    }
}

/// <summary>The first operator, made once, and the first API token.</summary>
public sealed class BootstrapOptions
{
    public const int ShortestApiToken = 20;

    public string? AdminEmail { get; set; }

    public string? AdminPassword { get; set; }

    /// <summary>Bearer token with every permission; only its hash is stored. A value never seen before puts the one before it out of force.</summary>
    public string? ApiToken { get; set; }
}
