namespace BulkPush.Tests.Support;

internal static class AppSettings
{
    /// <summary>Settings of an application under test: quiet, with somebody who may do everything, without demo data.</summary>
    public static IReadOnlyDictionary<string, string> For(string? connectionString, IReadOnlyDictionary<string, string>? more)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:BulkPush"] = connectionString ?? "",
            ["BulkPush:DemoData"] = "false",
            ["BulkPush:Bootstrap:AdminEmail"] = RunningApp.AdminEmail,
            ["BulkPush:Bootstrap:AdminPassword"] = RunningApp.AdminPassword,
            ["BulkPush:Bootstrap:ApiToken"] = RunningApp.ApiToken,
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
            settings[key] = value;
        return settings;
    }
}
