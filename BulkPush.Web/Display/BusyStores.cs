namespace BulkPush.Web.Display;

/// <summary>Why a push cannot be started: some of its stores are being pushed to.</summary>
public static class BusyStores
{
    public static string Sentence(IReadOnlyList<string> names) => names.Count == 1
        ? $"{names[0]} already has a push that is not finished. It has to end or be cancelled first."
        : $"{Names.All(names)} already have pushes that are not finished. They have to end or be cancelled first.";
}
