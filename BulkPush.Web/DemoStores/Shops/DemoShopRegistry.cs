using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.DemoStores.Shops;

/// <summary>The shops of this process.</summary>
internal sealed partial class DemoShopRegistry : IDisposable
{
    private const string JournalSuffix = ".jsonl";
    private const string FilesSuffix = ".files";

    private readonly ConcurrentDictionary<string, DemoShop> _shops = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly string? _directory;
    private readonly ILogger<DemoShopRegistry> _log;

    public DemoShopRegistry(IOptions<DemoStoresOptions> options, TimeProvider clock, ILogger<DemoShopRegistry> log)
    {
        _clock = clock;
        _log = log;
        _directory = options.Value.StateDirectory;
        foreach (var shop in options.Value.Shops) Open(shop);
        foreach (var shop in LeftBehind()) Open(shop);
    }

    public IEnumerable<DemoShop> All => _shops.Values.OrderBy(shop => shop.Name, StringComparer.Ordinal);

    public DemoShop? Find(string name) => _shops.GetValueOrDefault(name);

    /// <summary>Adds a shop, or answers the one that has the name already.</summary>
    public DemoShop Open(DemoShopOptions options) => _shops.GetOrAdd(options.Name, _ => Create(options));

    /// <summary>Takes a shop away with everything it holds.</summary>
    public bool Remove(string name)
    {
        if (!_shops.TryRemove(name, out var shop)) return false;
        lock (shop.Gate) shop.Forget();
        shop.Dispose();
        return true;
    }

    public void Dispose()
    {
        foreach (var shop in _shops.Values) shop.Dispose();
    }

    /// <summary>Shops that an earlier run was given over the control endpoint.</summary>
    private IEnumerable<DemoShopOptions> LeftBehind()
    {
        if (_directory is null || !Directory.Exists(_directory)) yield break;
        foreach (var path in Directory.EnumerateFiles(_directory, "*" + JournalSuffix))
        {
            if (_shops.ContainsKey(Path.GetFileNameWithoutExtension(path))) continue;
            DemoShopOptions? last = null;
            if (TryOpen(path) is not { } journal) continue;
            using (journal)
            {
                foreach (var change in journal.Replay()) last = change.Shop ?? last;
            }

            if (last is not null) yield return last;
        }
    }

    private DemoShop Create(DemoShopOptions options)
    {
        var journal = OpenJournal(options.Name);
        return new DemoShop(options.Copy(), _clock, journal, new ShopFiles(journal is null ? null : Path.Combine(_directory!, options.Name + FilesSuffix)));
    }

    private ShopJournal? OpenJournal(string name) => _directory is null ? null : TryOpen(Path.Combine(_directory, name + JournalSuffix));

    private ShopJournal? TryOpen(string path)
    {
        try
        {
            return ShopJournal.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.JournalUnavailable(_log, path, error);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The demo shop's journal {Path} cannot be used, probably because another process has it. The shop lives in memory only.")]
        public static partial void JournalUnavailable(ILogger logger, string path, Exception error);
    }
}
