using System.Xml.Linq;

namespace LlamaOrch.Architecture.Tests.Sources;

/// <summary>One project file.</summary>
/// <param name="Path">Its path, relative to the root.</param>
/// <param name="Xml">Its content.</param>
internal sealed record ProjectFile(string Path, XElement Xml)
{
    /// <summary>Its name, such as <c>LlamaOrch.Core</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Its folder, relative to the root.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Names of the projects whose code it uses; those that only order the build are left out.</summary>
    public IEnumerable<string> References => Xml.Descendants("ProjectReference")
        .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
        .Select(reference => System.IO.Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

    /// <summary>Names of the packages that it asks for.</summary>
    public IEnumerable<string> Packages =>
        Xml.Descendants("PackageReference").Select(package => (string)package.Attribute("Include")!);

    public static ProjectFile Read(string path) => new(path, XElement.Load(Repository.At(path)));
}
