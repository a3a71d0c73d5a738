using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KeptReplies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "KeptReplies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Client = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 63, nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    RunsUntil = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Reply = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptReplies", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_KeptReplies_At",
                table: "KeptReplies",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_KeptReplies_Client_Key",
                table: "KeptReplies",
                columns: new[] { "Client", "Key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KeptReplies");
        }
    }
}
