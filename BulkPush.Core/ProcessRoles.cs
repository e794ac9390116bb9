namespace BulkPush.Core;

/// <summary>What a process does. Any number of processes may have any roles; PostgreSQL is all they share.</summary>
[Flags]
public enum ProcessRoles
{
    None = 0,

    /// <summary><c>web</c>: the pages and the REST API.</summary>
    Web = 1,

    /// <summary><c>worker</c>: runs pushes.</summary>
    Worker = 2,

    /// <summary><c>demo-stores</c>: plays Shopify stores; needs no database when it is alone.</summary>
    DemoStores = 4,
}

public static class ProcessRolesText
{
    private static readonly Dictionary<string, ProcessRoles> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["web"] = ProcessRoles.Web,
        ["worker"] = ProcessRoles.Worker,
        ["demo-stores"] = ProcessRoles.DemoStores,
    };

    /// <summary>Reads the value of <c>BulkPush:Roles</c>; false when it names no role or an unknown one.</summary>
    public static bool TryParse(string text, out ProcessRoles roles)
    {
        roles = ProcessRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Names.TryGetValue(name, out var role))
                return false;
            roles |= role;
        }

        return roles != ProcessRoles.None;
    }

    public static string Of(ProcessRoles roles) => string.Join(',', Names.Where(name => roles.HasFlag(name.Value)).Select(name => name.Key));
}
