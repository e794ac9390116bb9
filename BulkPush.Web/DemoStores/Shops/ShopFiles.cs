using System.Security.Cryptography;
using System.Text;

namespace BulkPush.Web.DemoStores.Shops;

/// <summary>
/// The files of one shop: uploads and the results of bulk operations. They lie beside the shop's journal and outlive the process with it;
/// without a journal they lie in a temporary folder and end with the shop.
/// </summary>
internal sealed class ShopFiles : IDisposable
{
    private readonly Lazy<string> _folder;
    private readonly bool _isTemporary;

    /// <param name="folder">Folder that stays; null for a temporary one, made when the first file is.</param>
    public ShopFiles(string? folder)
    {
        _isTemporary = folder is null;
        _folder = new Lazy<string>(() => folder is null
            ? Directory.CreateTempSubdirectory("bulkpush-demo-store-").FullName
            : Directory.CreateDirectory(folder).FullName);
    }

    public string Upload(string key) => Path.Combine(_folder.Value, $"{Hash(key)}.upload");

    public string Results(DemoBulkOperation operation) => Path.Combine(_folder.Value, $"{operation.Id}.results");

    /// <summary>Deletes every file; the folder stays usable.</summary>
    public void Clear()
    {
        if (_isTemporary && !_folder.IsValueCreated) return;
        foreach (var file in Directory.EnumerateFiles(_folder.Value)) File.Delete(file);
    }

    /// <summary>Deletes the folder with every file; may be called again, as by a shop that is forgotten and then disposed.</summary>
    public void Delete()
    {
        if (_isTemporary && !_folder.IsValueCreated) return;
        if (Directory.Exists(_folder.Value)) Directory.Delete(_folder.Value, recursive: true);
    }

    public void Dispose()
    {
        if (_isTemporary) Delete();
    }

    /// <summary>A key is the client's text, and no part of it may become a path here.</summary>
    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
