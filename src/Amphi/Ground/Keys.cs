using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Amphi.Ground;

/// <summary>Secret keys of this installation: 256 random bits in a file each, readable by its owner alone.</summary>
public sealed class Keys(string folder)
{
    private readonly ConcurrentDictionary<string, byte[]> _keys = new();

    /// <summary>The key of that name, made when it is asked for the first time.</summary>
    public byte[] Named(string name) => _keys.GetOrAdd(name, ReadOrMake);

    public bool Has(string name) => File.Exists(Path.Combine(folder, name + ".key"));

    private byte[] ReadOrMake(string name)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name + ".key");
        if (!File.Exists(path))
        {
            using var turn = Turn();
            if (!File.Exists(path))
                Write(path, RandomNumberGenerator.GetBytes(32));
        }

        var key = File.ReadAllBytes(path);
        return key.Length == 32 ? key : throw new SettingsException($"The key file {name}.key is damaged: bring it back from where it was kept.");
    }

    // Moving without overwriting looks first and moves then: two requests, or two processes, could both make the key.
    private FileStream Turn()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "making.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < 1_000)
            {
                Thread.Sleep(10);
            }
        }
    }

    // Written under another name first, so that a crash leaves a whole key or none.
    private static void Write(string path, byte[] key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var draft = $"{path}.{RandomWord.Code(6)}";
        using (var file = new FileStream(draft, options))
        {
            file.Write(key);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
    }
}
